import { errors, type Provider, type ResourceServer, type TokenEndpointGrantContext } from 'oidc-provider';
import { type People, subjectOf } from './people.js';

type Parameters = Readonly<{ username?: string; password?: string }>;

/**
 * Adds the password grant of OAuth 2.0 (RFC 6749, section 4.3): a token for a demonstration person in one curl.
 * Only clients with `password` among their grant types may use it.
 * docs/adr/0005-demonstration-provider.md explains why the hub has this grant although OAuth 2.1 dropped it.
 */
export const passwordGrant = (provider: Provider, people: People, resource: string, server: ResourceServer): void =>
  provider.registerGrantType<Parameters>(
    'password',
    async (ctx: TokenEndpointGrantContext<Parameters>) => {
      const { client, params } = ctx.oidc;
      if (!params.username || !params.password) throw new errors.InvalidRequest('username and password are needed');
      const answer = people.signIn(params.username, params.password);
      if ('refused' in answer) {
        if (answer.refused === 'wrong')
          throw new errors.CustomOIDCProviderError('invalid_grant', 'there is no person with this name and password');
        ctx.set('Retry-After', String(answer.seconds));
        const tooMany = new errors.CustomOIDCProviderError(
          'invalid_grant',
          `too many wrong passwords: wait ${answer.seconds} seconds`,
        );
        throw Object.assign(tooMany, { status: 429, statusCode: 429 });
      }
      const accountId = subjectOf(answer.person);
      const grant = new provider.Grant({ accountId, clientId: client.clientId });
      grant.addResourceScope(resource, server.scope);
      const token = new provider.AccessToken({ accountId, client, gty: 'password', grantId: await grant.save() });
      token.resourceServer = new provider.ResourceServer(resource, server);
      token.scope = server.scope;
      ctx.oidc.entity('AccessToken', token);
      ctx.body = {
        access_token: await token.save(),
        expires_in: token.expiration,
        token_type: token.tokenType,
        scope: token.scope,
      };
    },
    ['username', 'password'],
  );
