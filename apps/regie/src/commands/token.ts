import type { Command } from 'commander';
import { formatMoment } from '../format-moment.js';
import { type Caller, type Credentials, DEMONSTRATION_PASSWORD, requestToken } from '../hub.js';
import { locateHub } from '../locate-hub.js';
import { facts, type Terminal } from '../terminal.js';

type Options = Readonly<{ password: string; client?: string; secret?: string }>;

export const tokenCommand = (program: Command, terminal: Terminal): Command =>
  program
    .command('token')
    .summary('print an access token for a person or a system of the demonstration')
    .description(
      'Prints an access token of the demonstration: alone on standard output, so that it fits in $(…). Its holder goes to standard error.',
    )
    .argument('[person]', 'demonstration person, such as an.peeters')
    .option('--password <password>', 'password of the person', DEMONSTRATION_PASSWORD)
    .option('--client <id>', 'system of an agency instead of a person, such as ocmw-gent-api')
    .option('--secret <secret>', 'secret of the system')
    .action(async (person: string | undefined, { password, client, secret }: Options, command: Command) => {
      if ((person === undefined) === (client === undefined))
        command.error('error: name a person, or a system with --client and --secret');
      if (client !== undefined && secret === undefined) command.error('error: --client also needs --secret');
      const credentials: Credentials =
        client !== undefined ? { client, secret: secret! } : { person: person!, password };
      const token = await requestToken(await locateHub(program.opts<Caller>().url, terminal), credentials);
      terminal.err(aboutToken(token, client ?? person!));
      terminal.out(`${token}\n`);
    });

/** Describes the holder and the lifetime of a token from its claims. The token is not verified here; the hub verifies tokens. */
export const aboutToken = (token: string, holder: string): string => {
  const { sub, city, agency, role, exp } = claimsOf(token);
  return facts([
    ['for', sub === undefined || sub === holder ? holder : `${holder} (${sub})`],
    ['role', role && agency ? `${role} of ${agency}` : role],
    ['city', city],
    ['valid until', exp === undefined ? undefined : `${formatMoment(exp * 1000)}, Brussels time`],
  ]);
};

type Claims = Readonly<{ sub?: string; city?: string; agency?: string; role?: string; exp?: number }>;

const claimsOf = (token: string): Claims => {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;
  } catch {
    return {};
  }
};
