import type { CommandBus } from '@nestjs/cqrs';
import { type Write, WriteResult } from '#http';
import { HandleMandate } from '../commands/mandate.handler.js';
import type { RegisterEvent } from '../domain/mandate-events.js';
import type { RequestedChange } from '../domain/mandate-register.js';

export type ChangeData<Type extends RequestedChange['type']> = Omit<
  Extract<RequestedChange, { type: Type }>['data'],
  'version'
>;

/**
 * Dispatches a command on one mandate. The response has the id of the mandate, and the fields of `outcome`, which may depend on the events. The rules
 * compare If-Match with the version of the mandate and not of the stream, because all mandates of a city share one
 * stream.
 */
export const dispatchChange = async <
  Type extends RequestedChange['type'],
  const Outcome extends Readonly<Record<string, string>>,
>(
  commands: CommandBus,
  write: Write,
  type: Type,
  data: ChangeData<Type>,
  outcome: Outcome | ((events: readonly RegisterEvent[]) => Outcome),
) => {
  const command = write.command<RequestedChange>(type, { ...data, version: write.expected });
  const result = await commands.execute(new HandleMandate(command, write));
  const { mandateId } = data;
  return new WriteResult(
    { mandateId, ...(typeof outcome === 'function' ? outcome(result.events) : outcome) },
    result,
    `/v1/mandates/${mandateId}`,
    result.state?.mandates.get(mandateId)?.version,
  );
};
