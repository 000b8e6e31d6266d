// The thread that matches: one question at a time, one answer each.

import { parentPort } from 'node:worker_threads';
import { SandkeepError } from '../domain/errors.ts';
import type { MatcherAnswer, MatcherQuestion } from './text-matcher.ts';
import { globNames, grepFiles, replaceIn } from './text-matching.ts';

parentPort?.on('message', (question: MatcherQuestion) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(answer(question));
});

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage('listens');

function answer(question: MatcherQuestion): MatcherAnswer {
  try {
    return { kind: 'result', result: resultOf(question) };
  } catch (error) {
    if (!(error instanceof SandkeepError)) return { kind: 'failed', message: String(error) };
    const { fieldViolations = [], metadata = {} } = error.details;
    return { kind: 'refused', reason: error.reason, message: error.message, details: { fieldViolations, metadata } };
  }
}

function resultOf(question: MatcherQuestion): unknown {
  switch (question.kind) {
    case 'glob':
      return globNames(question.patterns, question.names, question.options);
    case 'grep':
      return grepFiles(question.query, question.files);
    case 'replace':
      return replaceIn(question.replacement, question.content);
  }
}
