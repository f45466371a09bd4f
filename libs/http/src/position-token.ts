import { type ContextName, TOPICS } from '#contracts';
import { DomainError } from '#kernel';
import { streamDigest } from '#messaging';

/** The position of a write: its context, its position in the log of that context, and its stream (as a digest) with the revision. */
export type WritePosition = Readonly<{ context: ContextName; position: string; digest: string; revision: number }>;

/** Encodes a position as an opaque token. Callers can decode it, so it contains a digest instead of the name of the stream. */
export const positionToken = ({
  context,
  position,
  stream,
  revision,
}: Omit<WritePosition, 'digest'> & { stream: string }): string =>
  Buffer.from(`${context}:${position}:${revision}:${streamDigest(stream)}`).toString('base64url');

/** @throws {DomainError} `request.after-malformed` */
export const parsePositionToken = (token: string): WritePosition => {
  const [, context, position, revision, digest] =
    /^([a-z]{1,20}):(0|[1-9]\d{0,29}):(\d{1,9}):([0-9a-f]{32})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (context === undefined || !Object.hasOwn(TOPICS, context)) throw new DomainError('request.after-malformed');
  return { context: context as ContextName, position: position!, digest: digest!, revision: Number(revision) };
};
