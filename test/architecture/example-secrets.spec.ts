import { EXAMPLE_SECRETS } from '#runtime';
import { filesMatching, textOf } from './files.js';

/** The files that an operator copies from. */
const EXAMPLES =
  /^(\.env\.example|docker-compose[^/]*\.yml|deploy\/.*|docs\/.*\.md|[A-Z]+\.md|libs\/client\/README\.md|libs\/runtime\/src\/settings\/(settings|load-settings)\.ts|apps\/hub\/src\/demonstration\/ghent\.ts)$/;
/** The ways in which these files write a secret. */
const WRITTEN_AS: readonly RegExp[] = [
  /\b[A-Z_]*(?:PASSWORD|SECRET|SECRETS_KEY|PSEUDONYM_KEY)=([^\s'"`,;)]+)/g,
  /\b[a-z][a-z0-9+]*:\/\/[^\s:@/]*:(?![/\d]*[,/])([^\s@/'"`]+)@/g,
  /"secret": "([^"]+)"/g,
  /"type": "password",\s*"value": "([^"]+)"/g,
  /\b(?:password|client_secret)=([\w-]+)/g,
  /\bpassword: `([\w-]+)`/g,
  /\(password `([\w-]+)`/g,
  /--secret (\w+)/g,
  /\bPASSWORD = '([^']+)'/g,
];
/** Values that stand for a secret: an ellipsis, a variable, a command. */
const PLACEHOLDER = /^[.$<({%]|…/;

const published = (text: string): readonly string[] =>
  WRITTEN_AS.flatMap((pattern) => [...text.matchAll(pattern)].map(([, secret]) => secret!)).filter(
    (secret) => !PLACEHOLDER.test(secret),
  );

it('production refuses exactly the secrets that the examples contain', () => {
  const files = filesMatching(EXAMPLES);
  for (const file of ['.env.example', 'docker-compose.yml', 'deploy/keycloak/regie-realm.json', 'docs/api.md'])
    expect(files).toContain(file);
  const found = new Set(files.flatMap((file) => published(textOf(file))));
  expect([...found].toSorted()).toEqual([...EXAMPLE_SECRETS].toSorted());
});

it.each([
  ['REGIE_KAFKA_PASSWORD=one', 'one'],
  ['MANDATES_DATABASE_PASSWORD=two\n', 'two'],
  ['postgres://mandates:three@db/mandates', 'three'],
  ['"secret": "four",', 'four'],
  ['"type": "password",\n  "value": "five"', 'five'],
  ['-d grant_type=password -d password=six', 'six'],
  ['REGIE_SECRETS_KEY=c2V2ZW4=', 'c2V2ZW4='],
  ['REGIE_PSEUDONYM_KEY=ZWlnaHQ=', 'ZWlnaHQ='],
])('the search for secrets finds that of %j', (text, secret) => expect(published(text)).toEqual([secret]));
