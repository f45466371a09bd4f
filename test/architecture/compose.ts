import { parse } from 'yaml';
import { textOf } from './files.js';

export type Service = Readonly<{
  image?: string;
  command?: readonly string[];
  user?: string;
  profiles?: readonly string[];
  privileged?: boolean;
  read_only?: boolean;
  cap_drop?: readonly string[];
  cap_add?: readonly string[];
  security_opt?: readonly string[];
  environment?: Readonly<Record<string, string>>;
  ports?: readonly string[];
  volumes?: readonly string[];
  networks?: readonly string[];
  depends_on?: Readonly<Record<string, Readonly<{ condition: string; required?: boolean }>>>;
  healthcheck?: Readonly<{ test: readonly string[] }>;
}>;
export type Compose = Readonly<{
  services: Readonly<Record<string, Service>>;
  networks: Readonly<Record<string, Readonly<{ internal?: boolean }> | null>>;
  volumes: Readonly<Record<string, unknown>>;
}>;

const COMPOSE_FILE = 'docker-compose.yml';

/** Returns the content of a compose file with unresolved variables. */
export const composeOf = (text: string): Compose => parse(text, { merge: true }) as Compose;

export const compose = composeOf(textOf(COMPOSE_FILE));

/** Matches `$$` and `${NAME}`, which may end with `:-` and a default, or `:?` and the message for a missing variable. */
const VARIABLE = /\$(?:(\$)|\{(\w+)(?::([-?])([^}]*))?\})/g;

export type Variable = Readonly<{ name: string; fallback?: string; required: boolean }>;

/** The variables that the compose file takes from the environment, with one entry for each occurrence. */
export const variables: readonly Variable[] = [...withoutComments(textOf(COMPOSE_FILE)).matchAll(VARIABLE)]
  .filter(([, dollar]) => !dollar)
  .map(([, , name, operator, rest]) => ({
    name: name!,
    fallback: operator === '-' ? rest : undefined,
    required: operator === '?',
  }));

/**
 * Returns the services as docker compose starts them with these variables.
 * @throws when a required variable is missing, with the message in the compose file
 */
export const servicesWith = (given: Readonly<Record<string, string>>, file: Compose = compose): Compose['services'] => {
  const filled = (text: string): string =>
    text.replace(
      VARIABLE,
      (_, dollar: string | undefined, name: string, operator: string | undefined, rest: string) => {
        if (dollar) return dollar;
        if (given[name]) return given[name];
        if (operator === '?') throw new Error(`${name}: ${rest}`);
        return operator === '-' ? rest : '';
      },
    );
  const deep = (part: unknown): unknown => {
    if (typeof part === 'string') return filled(part);
    if (Array.isArray(part)) return part.map(deep);
    return typeof part === 'object' && part !== null
      ? Object.fromEntries(Object.entries(part).map(([key, value]) => [key, deep(value)]))
      : part;
  };
  return deep(file.services) as Compose['services'];
};

/** The variables of .env.example. */
export const example: Readonly<Record<string, string>> = Object.fromEntries(
  textOf('.env.example')
    .split('\n')
    .flatMap((line) => (/^\w+=/.test(line) ? [[line.split('=', 1)[0]!, line.slice(line.indexOf('=') + 1)]] : [])),
);

function withoutComments(text: string): string {
  return text.replaceAll(/^ *#.*$/gm, '');
}

/** The paths that deploy/proxy/Caddyfile sends to each service, in the order in which Caddy tries them. A pattern may end with `/*`. */
export const routes: readonly Readonly<{ service: string; port: string; patterns: readonly string[] }>[] = [
  ...textOf('deploy/proxy/Caddyfile').matchAll(
    /^\s*@(\w+) path (.+)\n\s*handle @\1 \{\n\s*(?:import service|reverse_proxy) (\w+):(\d+)(?: \{)?\n/gm,
  ),
].map(([, , patterns, service, port]) => ({
  service: service!,
  port: port!,
  patterns: patterns!.trim().split(/\s+/),
}));

/** Returns the service to which deploy/proxy/Caddyfile sends a path; undefined when there is none. */
export const proxied = (path: string): Readonly<{ service: string; port: string }> | undefined => {
  const fits = (pattern: string): boolean =>
    pattern.endsWith('/*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
  const found = routes.find(({ patterns }) => patterns.some(fits));
  return found && { service: found.service, port: found.port };
};
