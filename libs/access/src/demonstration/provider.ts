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
  type JWKS,
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

/** The system of an agency, as a client with a secret of its own. */
export type System = Readonly<{ clientId: string; clientSecret: string; city: string; agency: string; role: Role }>;

export type DemonstrationProviderOptions = Readonly<{
  /** where it is served, such as `http://localhost:3000/oidc` */
  issuer: string;
  /** what its access tokens name in `aud` */
  audience: string;
  /** private, from `generateKeys()` */
  keys: JSONWebKeySet;
  /** sign its cookies; the first one signs, all of them count */
  cookieKeys: readonly string[];
  people: readonly Person[];
  clients: readonly System[];
}>;

/** `jwks` are the keys that check its tokens; `callback` is to be mounted at the path of the issuer, before any body parser. */
export type DemonstrationProvider = Readonly<{ jwks: JSONWebKeySet; callback: RequestHandler }>;

const HOUR = 3600;
/** Seconds that each thing lives; every access token is short. */
const LIVES = {
  AccessToken: HOUR,
  ClientCredentials: HOUR,
  IdToken: HOUR,
  Session: HOUR,
  Grant: HOUR,
  Interaction: HOUR / 6,
  AuthorizationCode: 60,
};

const COOKIE = { signed: true, httpOnly: true, sameSite: 'lax' } as const;

/** The API as an OAuth resource (RFC 8707). Nobody has to name it: there is no other one. */
const RESOURCE = 'urn:regie:api';

/**
 * A real OpenID Connect provider for trying out the hub, with invented people: authorization code with PKCE for `regie-console`, client credentials
 * for the systems of agencies, and the password grant for `regie-cli`. Never in production: Settings refuses that.
 */
export const createDemonstrationProvider = (options: DemonstrationProviderOptions): DemonstrationProvider => {
  const { issuer, audience, keys, cookieKeys, clients } = options;
  const people = new People(options.people);
  const systems = new Map(clients.map((system) => [system.clientId, system]));
  const { origin, pathname } = new URL(issuer);
  const applications = [origin, ...loopbackTwin(origin)];
  const api: ResourceServer = { scope: 'regie', audience, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } };

  const provider = new Provider(issuer, {
    adapter: () => new BoundedAdapter(),
    jwks: keys as JWKS,
    clients: [CLI, consoleAt(applications), ...clients.map(systemClient)],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    cookies: { keys: [...cookieKeys], long: COOKIE, short: COOKIE },
    ttl: LIVES,
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    scopes: ['openid'],
    claims: { openid: ['sub', 'name', 'city', 'agency', 'role'] },
    findAccount: (_, subject) => {
      const person = people.withSubject(subject);
      return person && { accountId: subject, claims: () => ({ sub: subject, name: person.name, ...claimsOf(person) }) };
    },
    extraTokenClaims: (_, token) => {
      const holder =
        'accountId' in token && token.accountId ? people.withSubject(token.accountId) : systems.get(token.clientId!);
      return holder && claimsOf(holder);
    },
    features: {
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
          if (resource !== RESOURCE && resource !== audience) throw new errors.InvalidTarget();
          return api;
        },
      },
    },
    interactions: { policy: askingEveryTime(), url: (_, { uid }) => `${pathname.replace(/\/$/, '')}${loginPath(uid)}` },
    loadExistingGrant: everythingGranted,
    clientBasedCORS: (_, origin, client) => applications.includes(origin) && client.clientId === CONSOLE,
    renderError: (ctx, { error, error_description: description }) => {
      ctx.type = 'html';
      ctx.body = errorPage(description ?? error);
    },
  } satisfies Configuration);

  passwordGrant(provider, people, RESOURCE, api);
  const policy = contentSecurityPolicy(applications);
  provider.use((ctx, next) => {
    ctx.set('Content-Security-Policy', policy);
    return next();
  });
  provider.use(login(provider, people));

  const logger = new Logger('access');
  const logged = (error: unknown): void => logger.error(error);
  provider.on('server_error', (_, error) => logged(error));
  (provider as EventEmitter).on('error', logged);
  const callback = provider.callback();
  return { jwks: publicPart(keys), callback: (request, response) => void callback(request, response) };
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

/** What runs in the browser: the console, and the pages of the API description. */
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

/** Whoever says localhost and whoever says 127.0.0.1 reach the same hub. */
const loopbackTwin = (origin: string): string[] => {
  const { hostname } = new URL(origin);
  if (hostname === 'localhost') return [origin.replace('localhost', '127.0.0.1')];
  return hostname === '127.0.0.1' ? [origin.replace('127.0.0.1', 'localhost')] : [];
};

/** In a demonstration one person plays them all: no sign-in lasts longer than the one application that asked for it. */
const askingEveryTime = (): ReturnType<typeof interactionPolicy.base> => {
  const policy = interactionPolicy.base();
  const reason = 'the demonstration asks every time who you are';
  policy
    .get('login')!
    .checks.add(new interactionPolicy.Check('every_time', reason, 'login_required', ({ oidc }) => !oidc.result?.login));
  return policy;
};

/** Nobody is asked whether the hub's own applications may act for them. */
const everythingGranted = async ({ oidc }: KoaContextWithOIDC): Promise<Grant> => {
  const grant = new oidc.provider.Grant({ accountId: oidc.session!.accountId, clientId: oidc.client!.clientId });
  grant.addOIDCScope('openid');
  for (const [resource, { scope }] of Object.entries(oidc.resourceServers ?? {}))
    grant.addResourceScope(resource, scope);
  await grant.save();
  return grant;
};
