import { type Write } from '#http';
import { HandleMandate } from '../commands/mandate.handler.js';
import type { RequestedChange } from '../domain/mandate-register.js';

export type ChangeData<Type extends RequestedChange['type']> = Omit<
  Extract<RequestedChange, { type: Type }>['data'],
  'version'
>;

/** Builds a command on one mandate. The rules compare If-Match with the version of the mandate, because all mandates share one stream. */
export const changeRequest = <Type extends RequestedChange['type']>(
  write: Write,
  type: Type,
  data: ChangeData<Type>,
): HandleMandate =>
  new HandleMandate(write.command<RequestedChange>(type, { ...data, version: write.expected }), write);
