// Access tokens: who may call, and for which namespaces.
import { type Command, Option } from 'commander';
import type { AccessRole } from '../../gen/sandkeep/v1/AccessRole.ts';
import type { AccessToken__Output } from '../../gen/sandkeep/v1/AccessToken.ts';
import type { Context, Define } from '../context.ts';
import { UsageError } from '../failure.ts';
import { collect } from '../parse.ts';
import type { Column } from '../render/table.ts';
import { ageText, agoText, enumWord, printable } from '../render/text.ts';

interface CreateOptions {
  readonly role: string;
  readonly for?: readonly string[];
  readonly allNamespaces?: true;
}

export function addTokenCommands(program: Command, define: Define): void {
  const tokens = program.command('token').description('make, see and end access tokens');
  const create = tokens
    .command('create <label>')
    .description('make one, and print its secret, which is shown this once')
    .addOption(new Option('--role <role>', 'what it allows').choices(['admin', 'client', 'read']).default('client'))
    .option('--for <namespace>', 'a namespace that it is for; may be repeated', collect)
    .option('--all-namespaces', 'it is for all namespaces, as an admin token is anyway');
  define<CreateOptions>(create, createToken);
  define(tokens.command('ls').description('list them, revoked ones too'), listTokens);
  define(tokens.command('revoke <id>').description('end one, and what is open with it'), revokeToken);
}

async function createToken({ client, call, output }: Context, [label = '']: readonly string[], options: CreateOptions) {
  const namespaces = [...(options.for ?? [])];
  const allNamespaces = options.allNamespaces === true;
  if (options.role !== 'admin' && namespaces.length === 0 && !allNamespaces) {
    throw new UsageError('say which namespaces the token is for', 'Give --for once or more, or --all-namespaces.');
  }
  const role = `ACCESS_ROLE_${options.role.toUpperCase()}` as AccessRole;
  const response = await client.createToken({ label, role, namespaces, allNamespaces }, call);
  await output.show('CreateTokenResponse', response, () => [response.secret]);
  await output.notice(
    `sandkeep: token ${response.accessToken?.id ?? ''}; its secret is kept nowhere and not shown again`,
  );
  return undefined;
}

async function listTokens({ client, call, output }: Context) {
  const { accessTokens } = await client.listTokens({}, call);
  const columns = tokenColumns(new Date());
  await output.list({
    key: 'accessTokens',
    messageName: 'AccessToken',
    rows: accessTokens,
    columns,
    whenEmpty: 'No tokens.',
  });
  return undefined;
}

async function revokeToken({ client, call, output }: Context, [tokenId = '']: readonly string[]) {
  const response = await client.revokeToken({ tokenId }, call);
  await output.show('RevokeTokenResponse', response, () => [`revoked ${printable(tokenId)}`]);
  return undefined;
}

function tokenColumns(now: Date): readonly Column<AccessToken__Output>[] {
  return [
    { header: 'ID', cell: ({ id }) => id },
    { header: 'LABEL', cell: ({ label }) => printable(label) },
    { header: 'ROLE', cell: ({ role }) => enumWord(role, 'ACCESS_ROLE_') },
    {
      header: 'NAMESPACES',
      cell: ({ allNamespaces, namespaces }) => (allNamespaces ? 'all' : printable(namespaces.join(', '))),
      shrinks: true,
    },
    { header: 'AGE', cell: ({ createTime }) => ageText(createTime, now) },
    { header: 'USED', cell: ({ lastUsedTime }) => (lastUsedTime === null ? 'never' : agoText(lastUsedTime, now)) },
    { header: 'REVOKED', cell: ({ revokeTime }) => (revokeTime === null ? '-' : agoText(revokeTime, now)) },
  ];
}
