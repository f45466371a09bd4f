import { CommandFailed } from './terminal.js';

/** A refusal of the hub (RFC 9457). Further fields contain the details. */
export type Problem = Readonly<{ title: string; code: string; status: number }> & Readonly<Record<string, unknown>>;

export const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'title' in body;

/** The hub refused the request. */
export class Refused extends CommandFailed {
  override readonly name = 'Refused';
  constructor(readonly problem: Problem) {
    super([`${problem.title} (${problem.code})`, ...factsOf(problem)].join('\n'), REMEDIES[problem.code]);
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  'access.token-missing': 'Name the caller: --as <person> for the demonstration, or REGIE_TOKEN.',
  'access.token-invalid': 'Is REGIE_TOKEN a token for this hub? For the demonstration: --as <person>.',
  'access.token-expired': 'Get a new token for REGIE_TOKEN, or for the demonstration: --as <person>.',
  'access.role': 'Ask as somebody with another role: --as <person>, or another REGIE_TOKEN.',
  'processors.behind': 'See which read models lag, and by how much: npx regie doctor',
};

/** Prints each detail of a refusal on a line, such as `holder: ocmw-gent`, and a list of objects with a line for each object. */
const factsOf = ({
  type: _type,
  title: _title,
  status: _status,
  code: _code,
  instance: _instance,
  ...rest
}: Problem): string[] =>
  Object.entries(rest).flatMap(([name, value]) => {
    if (!Array.isArray(value) || value.every((item) => typeof item !== 'object'))
      return [`  ${name}: ${inWords(value)}`];
    return [`  ${name}:`, ...value.map((item) => `    ${inWords(item)}`)];
  });

export const inWords = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(inWords).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  const { problem, ...rest } = value as { problem?: unknown };
  const others = Object.entries(rest).map(([name, inner]) => `${name} ${inWords(inner)}`);
  return problem === undefined ? others.join(', ') : `${others.join(', ')}: ${inWords(problem)}`;
};
