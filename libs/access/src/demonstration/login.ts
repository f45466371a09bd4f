import { errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import { errorPage, loginPage } from './pages.js';
import { type People, subjectOf } from './people.js';

const LONGEST_FORM = 4_096;

/** Returns the path of the sign-in page, below the path of the provider. */
export const loginPath = (uid: string): string => `/login/${uid}`;

type Context = Pick<
  KoaContextWithOIDC,
  'req' | 'res' | 'method' | 'path' | 'status' | 'type' | 'body' | 'set' | 'redirect'
>;

/** Serves the sign-in page and its form, and leaves all other requests to the provider. */
export const login =
  (provider: Provider, people: People) =>
  async (ctx: Context, next: () => Promise<unknown>): Promise<void> => {
    if (!/^\/login\/[\w-]+$/.test(ctx.path) || !['GET', 'POST'].includes(ctx.method)) return void (await next());
    const show = (status: number, html: string): void => {
      ctx.set('Cache-Control', 'no-store');
      ctx.status = status;
      ctx.type = 'html';
      ctx.body = html;
    };
    const finish = async (result: Parameters<Provider['interactionResult']>[2]): Promise<void> => {
      ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: false }));
      ctx.status = 303;
    };
    try {
      // Refuses a browser that did not begin this sign-in, because that browser has no cookie for this path.
      await provider.interactionDetails(ctx.req, ctx.res);
      if (ctx.method === 'GET') return show(200, loginPage({ people: people.all() }));
      const form = await formOf(ctx);
      if (form.has('cancel'))
        return await finish({ error: 'access_denied', error_description: 'the person did not sign in' });
      const username = form.get('username') ?? '';
      const answer = people.signIn(username, form.get('password') ?? '');
      if ('person' in answer) return await finish({ login: { accountId: subjectOf(answer.person) } });
      const again = (problem: string): string => loginPage({ people: people.all(), username, problem });
      if (answer.refused === 'wrong')
        return show(422, again('Er is niemand met deze gebruikersnaam en dit wachtwoord.'));
      ctx.set('Retry-After', String(answer.seconds));
      show(429, again(`Te veel verkeerde wachtwoorden. Wacht ${answer.seconds} seconden.`));
    } catch (error) {
      if (!(error instanceof errors.OIDCProviderError)) throw error;
      show(error.statusCode, errorPage(error.error_description ?? error.error));
    }
  };

const formOf = async ({ req }: Context): Promise<URLSearchParams> => {
  let text = '';
  for await (const part of req.setEncoding('utf8')) {
    text += part as string;
    if (text.length > LONGEST_FORM) throw new errors.InvalidRequest('the form is too large', 413);
  }
  return new URLSearchParams(text);
};
