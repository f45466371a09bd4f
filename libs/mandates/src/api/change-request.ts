import { type Write } from '#http';
import { type ChangeRequest, HandleMandate } from '../commands/mandate.handler.js';

export type ChangeData<Type extends ChangeRequest['type']> = Omit<
  Extract<ChangeRequest, { type: Type }>['data'],
  'version'
>;

/** A wish about one mandate. One stream holds them all: If-Match is about the version of this one, which the rules compare. */
export const changeRequest = <Type extends ChangeRequest['type']>(
  write: Write,
  type: Type,
  data: ChangeData<Type>,
): HandleMandate => new HandleMandate(write.command<ChangeRequest>(type, { ...data, version: write.expected }), write);
