/** The details of a refusal share an object with the members of a problem document (RFC 9457), so they need other names. */
export type RefusalFacts = Readonly<
  Record<string, unknown> & { [member in 'type' | 'title' | 'status' | 'detail' | 'instance' | 'code']?: never }
>;

/**
 * A refusal in the language of the domain. `code` is stable (`mandate.slot-taken`); `details` are the facts that the caller needs to act on.
 * `cause`: the failure behind a refusal that passes, for the log.
 * The first word of the code names the context; `access.` refusals are about rights, `.unknown` ones about things that do not exist.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  constructor(
    readonly code: string,
    readonly details: RefusalFacts = {},
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}
