import type { EventEmitter } from 'node:events';
import { Logger } from '@nestjs/common';
import type { RequestHandler } from 'express';
import type { JSONWebKeySet } from 'jose';
import {
  type ClientMetadata,
  type Configuration,
  errors,
  type Grant,
  interactionPolicy,
  type KoaContextWithOIDC,
  Provider,
  type ResourceServer,
} from 'oidc-provider';
import type { Role } from '#kernel';
import { BoundedAdapter } from './bounded-adapter.js';
import { publicPart } from './keys.js';
import { login, loginPath } from './login.js';
import { contentSecurityPolicy, errorPage } from './pages.js';
import { passwordGrant } from './password-grant.js';
import { People, type Person } from './people.js';

/** The system of an agency, as an OAuth client with its own secret. */
export type System = Readonly<{ clientId: string; clientSecret: string; city: string; agency: string; role: Role }>;

export type DemonstrationProviderOptions = Readonly<{
  /** the address of the provider, such as `http://localhost:3000/oidc` */
  issuer: string;
  /** the `aud` of the access tokens */
  audience: string;
  /** the private keys that sign tokens, from `generateKeys()` */
  keys: JSONWebKeySet;
  /** the first key signs cookies, all keys verify them */
  cookieKeys: readonly string[];
  people: readonly Person[];
  clients: readonly System[];
}>;

/** `jwks` verifies the tokens. Mount `callback` at the path of the issuer, before any body parser. */
export type DemonstrationProvider = Readonly<{ jwks: JSONWebKeySet; callback: RequestHandler }>;

const HOUR = 3600;
/** The lifetimes of tokens and sessions, in seconds. */
const LIFETIMES = {
  AccessToken: HOUR,
  ClientCredentials: HOUR,
  IdToken: HOUR,
  Session: HOUR,
  Grant: HOUR,
  Interaction: HOUR / 6,
  AuthorizationCode: 60,
};

const COOKIE = { signed: true, httpOnly: true, sameSite: 'lax' } as const;

/** The API as an OAuth resource (RFC 8707): the only resource, and so the default. */
const RESOURCE = 'urn:regie:api';

/**
 * Creates an OpenID Connect provider with invented people for trying out the hub; settings refuse it in production.
 * `regie-console` signs in by authorization code with PKCE, systems by client credentials, `regie-cli` by the password grant.
 */
export const createDemonstrationProvider = (options: DemonstrationProviderOptions): DemonstrationProvider => {
  const { issuer, audience, keys } = options;
  const people = new People(options.people);
  const { origin } = new URL(issuer);
  const applications = [origin, ...loopbackTwin(origin)];
  const api: ResourceServer = { scope: 'regie', audience, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } };
  const provider = new Provider(issuer, {
    ...PROTOCOL,
    ...accountsOf(people, options.clients),
    ...interactionsAt(issuer),
    jwks: keys,
    clients: [CLI, consoleAt(applications), ...options.clients.map(systemClient)],
    cookies: { keys: [...options.cookieKeys], long: COOKIE, short: COOKIE },
    features: featuresOf(api),
    clientBasedCORS: (_, origin, client) => applications.includes(origin) && client.clientId === CONSOLE,
  });

  passwordGrant(provider, people, RESOURCE, api);
  const policy = contentSecurityPolicy(applications);
  provider.use((ctx, next) => {
    ctx.set('Content-Security-Policy', policy);
    return next();
  });
  provider.use(login(provider, people));
  logErrorsOf(provider);
  const callback = provider.callback();
  return { jwks: publicPart(keys), callback: (request, response) => void callback(request, response) };
};

const PROTOCOL = {
  adapter: () => new BoundedAdapter(),
  clientDefaults: { id_token_signed_response_alg: 'ES256' },
  enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
  ttl: LIFETIMES,
  responseTypes: ['code'],
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
  scopes: ['openid'],
  claims: { openid: ['sub', 'name', 'city', 'agency', 'role'] },
} satisfies Configuration;

/** Finds the accounts of people, and the claims of people and systems. */
const accountsOf = (people: People, clients: readonly System[]) => {
  const systems = new Map(clients.map((system) => [system.clientId, system]));
  return {
    findAccount: (_, subject) => {
      const person = people.withSubject(subject);
      return person && { accountId: subject, claims: () => ({ sub: subject, name: person.name, ...claimsOf(person) }) };
    },
    extraTokenClaims: (_, token) => {
      const holder =
        'accountId' in token && token.accountId ? people.withSubject(token.accountId) : systems.get(token.clientId!);
      return holder && claimsOf(holder);
    },
  } satisfies Configuration;
};

const featuresOf = (api: ResourceServer) =>
  ({
    devInteractions: { enabled: false },
    userinfo: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      getResourceServerInfo: (_, resource) => {
        if (resource !== RESOURCE && resource !== api.audience) throw new errors.InvalidTarget();
        return api;
      },
    },
  }) satisfies Configuration['features'];

/** Shows the sign-in page every time, grants everything without a question, and renders errors as a page. */
const interactionsAt = (issuer: string) => {
  const path = new URL(issuer).pathname.replace(/\/$/, '');
  return {
    interactions: { policy: loginEveryTime(), url: (_, { uid }) => `${path}${loginPath(uid)}` },
    loadExistingGrant: grantEverything,
    renderError: (ctx, { error, error_description: description }) => {
      ctx.type = 'html';
      ctx.body = errorPage(description ?? error);
    },
  } satisfies Configuration;
};

const logErrorsOf = (provider: Provider): void => {
  const logger = new Logger('access');
  const log = (error: unknown): void => logger.error(error);
  provider.on('server_error', (_, error) => log(error));
  (provider as EventEmitter).on('error', log);
};

const claimsOf = ({ city, agency, role }: Person | System): { city: string; agency: string; role: Role } => ({
  city,
  agency,
  role,
});

const CONSOLE = 'regie-console';

const CLI: ClientMetadata = {
  client_id: 'regie-cli',
  grant_types: ['password'],
  redirect_uris: [],
  response_types: [],
  token_endpoint_auth_method: 'none',
};

/** Registers the applications in the browser: the console, and the pages of the API description. */
const consoleAt = (origins: readonly string[]): ClientMetadata => ({
  client_id: CONSOLE,
  redirect_uris: origins.flatMap((origin) => [`${origin}/console/callback`, `${origin}/docs/oauth2-redirect.html`]),
  token_endpoint_auth_method: 'none',
});

const systemClient = ({ clientId, clientSecret }: System): ClientMetadata => ({
  client_id: clientId,
  client_secret: clientSecret,
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
});

/** Returns the other name of a loopback address: localhost and 127.0.0.1 are the same hub. */
const loopbackTwin = (origin: string): string[] => {
  const { hostname } = new URL(origin);
  if (hostname === 'localhost') return [origin.replace('localhost', '127.0.0.1')];
  return hostname === '127.0.0.1' ? [origin.replace('127.0.0.1', 'localhost')] : [];
};

/** Requires a sign-in for each application, because in a demonstration one person plays several users. */
const loginEveryTime = (): ReturnType<typeof interactionPolicy.base> => {
  const policy = interactionPolicy.base();
  const reason = 'the demonstration asks every time who you are';
  policy
    .get('login')!
    .checks.add(new interactionPolicy.Check('every_time', reason, 'login_required', ({ oidc }) => !oidc.result?.login));
  return policy;
};

/** Grants the hub's own applications all scopes without asking for consent. */
const grantEverything = async ({ oidc }: KoaContextWithOIDC): Promise<Grant> => {
  const grant = new oidc.provider.Grant({ accountId: oidc.session!.accountId, clientId: oidc.client!.clientId });
  grant.addOIDCScope('openid');
  for (const [resource, { scope }] of Object.entries(oidc.resourceServers ?? {}))
    grant.addResourceScope(resource, scope);
  await grant.save();
  return grant;
};
