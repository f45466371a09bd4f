import type { components } from './api.js';

/** A refusal of the hub (RFC 9457). `code` is stable; further members contain the details. */
export type Problem = components['schemas']['Problem'];

/** The hub refused the request. `code` is for programs; `problem` has the details. */
export class RegieProblem extends Error {
  override readonly name = 'RegieProblem';
  readonly code: string;

  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(`${problem.title} (${problem.code})`);
    this.code = problem.code;
  }
}

/** Returns the refusal in a response. A response that does not come from a hub, such as one of a proxy, gets the code `answer.unexpected`. */
export const problemOf = (status: number, body: unknown): RegieProblem => {
  const isProblem = typeof body === 'object' && body !== null && 'code' in body && 'title' in body;
  return new RegieProblem(
    status,
    isProblem
      ? (body as Problem)
      : {
          type: 'about:blank',
          title: `It answered ${status}, and not as a hub does.`,
          status,
          code: 'answer.unexpected',
        },
  );
};
