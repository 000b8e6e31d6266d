// Templates that are there without a config. A template of the same name in the file extends its ready-made one.

import type { WrittenTemplate } from '../template-schema.ts';
import { agentscopeTemplates } from './agentscope.ts';
import { aio } from './aio.ts';
import { local } from './local.ts';

export const readyMadeTemplates: ReadonlyMap<string, WrittenTemplate> = new Map<string, WrittenTemplate>([
  ['aio', aio],
  ...Object.entries(agentscopeTemplates),
  ['local', local],
]);
