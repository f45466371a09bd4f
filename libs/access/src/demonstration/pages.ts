import { createHash } from 'node:crypto';
import type { Person } from './people.js';

/** The pages of the demonstration provider: in Dutch, without scripts or external resources. */

const STYLE = `
body { margin: 0; background: #f3f5f6; color: #1d2329; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 32rem; margin: 2rem auto; padding: 1.5rem; background: #fff; border: 1px solid #687482; border-radius: .25rem; }
h1 { margin-top: 0; font-size: 1.5rem; }
label { display: block; margin-top: 1rem; font-weight: 600; }
input { box-sizing: border-box; width: 100%; padding: .5rem; font: inherit; border: 1px solid #687482; border-radius: .25rem; }
button { margin: 1.5rem .5rem 0 0; padding: .5rem 1rem; font: inherit; border: 1px solid #0055cc; border-radius: .25rem; }
button { color: #fff; background: #0055cc; }
button[name=cancel] { color: #0055cc; background: #fff; }
:focus-visible { outline: 3px solid #0055cc; outline-offset: 2px; }
[role=alert] { padding: .5rem 1rem; border-left: .25rem solid #b3261e; background: #fdecea; }
table { width: 100%; border-collapse: collapse; text-align: left; }
th, td { padding: .25rem .5rem .25rem 0; border-bottom: 1px solid #d5dade; }
`;

/** Returns the content security policy of the pages. Forms may lead to the applications, because a sign-in ends there. */
export const contentSecurityPolicy = (applications: readonly string[]): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    // oidc-provider adds the hash of its own script, which submits a form when another person signs in.
    "script-src 'self'",
    `form-action 'self' ${applications.join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign]!);

const page = (title: string, content: string): string => `<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${content}
</main>
</body>
</html>
`;

/** Renders the sign-in form; `problem` explains why the last attempt failed. */
export const loginPage = ({
  people,
  username = '',
  problem,
}: Readonly<{ people: readonly Person[]; username?: string; problem?: string }>): string =>
  page(
    'Aanmelden bij de demonstratie',
    `${problem ? `<p role="alert" id="problem">${escaped(problem)}</p>` : ''}
<form method="post">
<label for="username">Gebruikersnaam</label>
<input id="username" name="username"${described(problem)} value="${escaped(username)}" required autofocus
 autocomplete="username" autocapitalize="none" spellcheck="false">
<label for="password">Wachtwoord</label>
<input id="password" name="password"${described(problem)} type="password" required autocomplete="current-password">
<button>Aanmelden</button><button name="cancel" value="yes" formnovalidate>Annuleren</button>
</form>
<h2>Wie kan zich aanmelden</h2>
<p>Deze mensen bestaan alleen in de demonstratie. Hun wachtwoord staat waar de hub gestart is.</p>
<table>
<thead><tr><th scope="col">Gebruikersnaam</th><th scope="col">Organisatie</th><th scope="col">Rol</th></tr></thead>
<tbody>
${people.map(({ username, agency, role }) => `<tr><td>${escaped(username)}</td><td>${escaped(agency)}</td><td>${escaped(role)}</td></tr>`).join('\n')}
</tbody>
</table>`,
  );

const described = (problem: string | undefined): string =>
  problem ? ' aria-invalid="true" aria-describedby="problem"' : '';

/** Renders the page of a failed sign-in; `reason` is the OAuth error, for developers. */
export const errorPage = (reason: string): string =>
  page(
    'Aanmelden lukt niet',
    `<p>Begin opnieuw in de toepassing waar u vandaan kwam.</p>\n<p lang="en">${escaped(reason)}</p>`,
  );
