import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Directory } from '#directory';
import {
  type CommandResult,
  type EventStore,
  handle,
  type HandleOptions,
  StateCache,
  withSnapshots,
} from '#event-store';
import type { Incomplete } from '#kernel';
import { EVENT_STORE } from '#runtime';
import type { ProcessDeadlines } from '../domain/deadlines.js';
import type { ImportMandates } from '../domain/imports.js';
import type { Register, RegisterEvent } from '../domain/mandate-history.js';
import {
  mandateRegister,
  type RegisterCommand,
  registerStream,
  type RequestedChange,
} from '../domain/mandate-register.js';
import type { Slot } from '../domain/schedule.js';
import type { AcceptTransfer } from '../domain/transfers.js';
import { type HandoverCases, handoverCasesOf } from '../queries/handover.js';
import { MandateRow } from '../queries/mandates.js';

/** What is looked up here for every wish of people. */
type LookedUp = 'agencyKind' | 'agencyKinds';
type Asked<C extends RequestedChange> = C extends AcceptTransfer
  ? Incomplete<C, LookedUp | 'handover'>
  : C extends RequestedChange
    ? Incomplete<C, LookedUp>
    : never;

/** A wish about one mandate, as it is asked for. */
export type ChangeRequest = Asked<RequestedChange>;
export type ImportRequest = Incomplete<ImportMandates, LookedUp | 'neighbourhoods' | 'agencies'>;
export type MandateRequest = ChangeRequest | ImportRequest | ProcessDeadlines;

/** A wish about the mandate register of the asker's city. */
export class HandleMandate extends Command<MandateResult> {
  constructor(
    readonly request: MandateRequest,
    readonly write: HandleOptions,
  ) {
    super();
  }
}

/** The register of a city grows long. */
export const register = withSnapshots(mandateRegister, new URL('../domain/', import.meta.url));

export type MandateResult = CommandResult<RegisterEvent, Register>;

@CommandHandler(HandleMandate)
export class MandateHandler implements ICommandHandler<HandleMandate> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly cache: StateCache,
    private readonly directory: Directory,
    @InjectDataSource('mandates') private readonly db: DataSource,
  ) {}

  execute({ request, write }: HandleMandate): Promise<MandateResult> {
    return handle(
      this.store,
      this.cache,
      register,
      registerStream(request.by.city),
      () => this.commandOf(request),
      write,
    );
  }

  /**
   * With what the directory and the cases say about it now.
   * @throws {DomainError} when a neighbourhood or an agency that it names is not known, or the asker's own takes no part
   */
  private async commandOf(request: MandateRequest): Promise<RegisterCommand> {
    if (request.type === 'ProcessDeadlines') return request;
    const { city, agency } = request.by;
    const { slots, agencies } = namedBy(request);
    await this.directory.activeAgencies(city, [agency]);
    if (slots.length > 0)
      await this.directory.knownNeighbourhoods(city, [...new Set(slots.map(({ neighbourhood }) => neighbourhood))]);
    if (agencies.length > 0) await this.directory.activeAgencies(city, agencies);
    const agencyKinds = await this.directory.agencyKinds(city);
    const kinds = { agencyKind: agencyKinds[agency]!, agencyKinds };
    switch (request.type) {
      case 'ImportMandates':
        return {
          ...request,
          data: {
            ...request.data,
            ...kinds,
            ...(await this.wholeCity(
              city,
              request.data.mandates.map(({ holder }) => holder),
            )),
          },
        };
      case 'AcceptTransfer': {
        const { mandateId, previewed } = request.data;
        const handover = previewed && (await this.handoverCasesOf(city, mandateId, previewed.cases));
        return { ...request, data: { ...request.data, ...kinds, ...(handover && { handover }) } };
      }
      default:
        return { ...request, data: { ...request.data, ...kinds } } as RequestedChange;
    }
  }

  /** For an import, which says of each mandate what is not known. */
  private async wholeCity(
    city: string,
    holders: readonly string[],
  ): Promise<Pick<ImportMandates['data'], 'neighbourhoods' | 'agencies'>> {
    const neighbourhoods = await this.directory.neighbourhoods(city, { limit: 10_000 });
    const agencies = await this.directory.agencyNames(city, [...new Set(holders)]);
    return { neighbourhoods: neighbourhoods.map(({ code }) => code), agencies: [...agencies.keys()] };
  }

  /** What there is to hand over now; of a mandate that changes its slots meanwhile, the rules say so by its version. */
  private async handoverCasesOf(city: string, id: string, seen: number): Promise<HandoverCases | undefined> {
    const mandate = await this.db.manager.findOneBy(MandateRow, { city, id });
    return mandate ? handoverCasesOf(this.db.manager, city, JSON.stringify(mandate.slots), seen) : undefined;
  }
}

/** The slots and agencies that a wish brings up itself: they must be known in the city. */
const namedBy = (request: MandateRequest): Readonly<{ slots: readonly Slot[]; agencies: readonly string[] }> => {
  switch (request.type) {
    case 'DraftMandate':
    case 'ReviseDraft':
    case 'ProposeMandate':
      return { slots: request.data.slots, agencies: [request.data.holder] };
    case 'WidenScope':
      return { slots: request.data.slots, agencies: [] };
    case 'ProposeTransfer':
      return { slots: [], agencies: [request.data.to] };
    case 'CorrectFact': {
      const { slots = [], holder } = request.data.instead ?? {};
      return { slots, agencies: holder === undefined ? [] : [holder] };
    }
    default:
      return { slots: [], agencies: [] };
  }
};
