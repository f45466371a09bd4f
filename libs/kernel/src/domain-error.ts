/**
 * The details of a refusal. They become fields of a problem document (RFC 9457), so they must not use the names of its
 * standard fields.
 */
export type RefusalFacts = Readonly<
  Record<string, unknown> & { [member in 'type' | 'title' | 'status' | 'detail' | 'instance' | 'code']?: never }
>;

/**
 * A refusal in the language of the domain. `code` is stable (`mandate.slot-taken`); `details` are the facts that the
 * caller needs to act on.
 * `options.cause` is the failure behind a temporary refusal, for the log.
 * The first word of the code names the context. Codes that begin with `access.` are about rights; codes that end with
 * `.unknown` are about things that do not exist.
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
