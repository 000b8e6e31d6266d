// What sandboxes are made from.
import type { Command } from 'commander';
import type { PullImageResponse__Output } from '../../gen/sandkeep/v1/PullImageResponse.ts';
import type { Template__Output } from '../../gen/sandkeep/v1/Template.ts';
import type { Context, Define } from '../context.ts';
import { UsageError } from '../failure.ts';
import { present } from '../parse.ts';
import { progressBar, progressLines } from '../render/progress.ts';
import type { BlockRow } from '../render/sandbox.ts';
import type { Column } from '../render/table.ts';
import { bytesText, timeoutText } from '../render/text.ts';

interface PullOptions {
  readonly image?: string;
}

export function addTemplateCommands(program: Command, define: Define): void {
  define(program.command('templates [name]').description('list the templates, or show one'), showTemplates);
  const pull = program
    .command('pull [template]')
    .description("fetch a template's image, or any image")
    .option('--image <reference>', 'this image instead of a template');
  define<PullOptions>(pull, pullImage);
}

async function showTemplates(context: Context, [name]: readonly string[]) {
  const { client, call, output } = context;
  if (name !== undefined) {
    const response = await client.getTemplate({ template: name }, call);
    const { template } = response;
    await output.show('GetTemplateResponse', response, () =>
      template === null ? [] : output.block(templateRows(template)),
    );
    return undefined;
  }
  const { templates } = await client.listTemplates({}, call);
  await output.list({
    key: 'templates',
    messageName: 'Template',
    rows: templates,
    columns: templateColumns,
    whenEmpty: 'No templates. Add one to the config of the daemon.',
  });
  return undefined;
}

const templateColumns: readonly Column<Template__Output>[] = [
  { header: 'NAME', cell: ({ name, defaultTemplate }) => (defaultTemplate ? `${name} (default)` : name) },
  { header: 'RUNTIME', cell: ({ runtime }) => runtime },
  { header: 'IMAGE', cell: ({ image }) => image || '-', shrinks: true },
  { header: 'IDLE', cell: ({ idleTimeout }) => timeoutText(idleTimeout), align: 'right' },
  { header: 'THEN', cell: ({ idleAction }) => idleAction },
  { header: 'DESCRIPTION', cell: ({ description }) => description || '-', shrinks: true },
];

function templateRows(template: Template__Output): readonly BlockRow[] {
  return [
    ['name', template.name],
    ['description', template.description],
    ['default', template.defaultTemplate ? 'yes' : ''],
    ['runtime', template.runtime],
    ['image', template.image],
    ['pull', template.image ? template.pull : ''],
    ['ports', template.ports.join(', ')],
    ['readiness', template.readiness],
    ['workspace', template.workspace],
    ['mounts', template.mountTargets.join(', ')],
    ['security', template.securityClass],
    ['idle timeout', timeoutText(template.idleTimeout)],
    ['idle action', template.idleAction],
    ['release', template.releaseMode],
    ['environment', template.environmentNames.join(', ')],
    ['memory', template.memoryBytes === '0' ? 'no limit' : bytesText(Number(template.memoryBytes))],
    ['cpus', template.cpus === 0 ? 'no limit' : String(template.cpus)],
    ['processes', template.pids === '0' ? 'no limit' : template.pids],
    ['digest', template.digest],
  ];
}

async function pullImage(context: Context, [template]: readonly string[], { image }: PullOptions) {
  if ((template === undefined) === (image === undefined)) {
    throw new UsageError('name either a template or an image', 'Give TEMPLATE, or --image REFERENCE.');
  }
  const messages = context.client.pullImage(present({ template, image }), context.call);
  if (context.output.isJson) {
    for await (const message of messages) await context.output.show('PullImageResponse', message, () => []);
  } else await showProgress(context, messages, image ?? template ?? '');
  return undefined;
}

async function showProgress(
  { output, io }: Context,
  messages: AsyncIterable<PullImageResponse__Output>,
  subject: string,
): Promise<void> {
  const view = io.stderr.isTTY ? progressBar(io.stderr.columns ?? 80) : progressLines();
  let digest = '';
  try {
    for await (const message of messages) {
      await output.errorBytes(view.update(message));
      if (message.done) digest = message.digest;
    }
  } finally {
    await output.errorBytes(view.end());
  }
  await output.lines([`pulled ${subject}${digest ? `  ${digest}` : ''}`]);
}
