import { secretProblems } from './example-secrets.js';
import { tooWideNetworks } from './networks.js';
import { schemeOf } from './setting-validators.js';
import type { Settings } from './settings.js';
import { variableOf } from './variable-of.js';

/** Lists the settings that are fine for trying out and unsafe in production, each with its remedy. No problem repeats a secret. */
export const productionProblems = (settings: Settings): readonly string[] => [
  ...(settings.issuer
    ? []
    : ['REGIE_ISSUER is needed in production: the demonstration identity provider is for trying out']),
  ...(['issuer', 'jwksUri'] as const)
    .filter((name) => schemeOf(settings[name] ?? '') === 'http:')
    .map((name) => `${variableOf(name)} is an https address in production`),
  ...(settings.postgresUrl
    ? []
    : ['REGIE_POSTGRES_URL is needed in production: the embedded PostgreSQL is for trying out']),
  ...(settings.demonstration === 'yes' ? ['REGIE_DEMONSTRATION is no in production'] : []),
  ...(settings.cities
    ? []
    : ['REGIE_CITIES is needed in production: the NIS codes of the cities that this hub serves, such as 44021']),
  ...networkProblems('REGIE_WEBHOOK_ALLOW', settings.webhookAllow),
  ...secretProblems(settings),
];

/** Returns the problem of a setting that trusts networks, when one of them contains most of the internet. `list`: networks, separated by commas. */
const networkProblems = (variable: string, list: string | undefined): readonly string[] => {
  const wide = tooWideNetworks(list ?? '');
  return wide.length === 0
    ? []
    : [
        `${variable} trusts too much with ${wide.join(', ')}: in production name the networks that you mean, such as 10.1.0.0/16`,
      ];
};
