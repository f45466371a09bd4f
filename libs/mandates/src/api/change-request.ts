import { type Write } from '#http';
import { HandleMandate } from '../commands/mandate.handler.js';
import type { RequestedChange } from '../domain/mandate-register.js';

export type ChangeData<Type extends RequestedChange['type']> = Omit<
  Extract<RequestedChange, { type: Type }>['data'],
  'version'
>;

/** A command on one mandate. One stream holds them all: If-Match is about the version of this one, which the rules compare. */
export const changeRequest = <Type extends RequestedChange['type']>(
  write: Write,
  type: Type,
  data: ChangeData<Type>,
): HandleMandate =>
  new HandleMandate(write.command<RequestedChange>(type, { ...data, version: write.expected }), write);
