import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Directory } from '#directory';
import { type EventStore, handle, type Handled, type HandleOptions, StateCache, withSnapshots } from '#event-store';
import type { Incomplete } from '#kernel';
import { EVENT_STORE } from '#runtime';
import type { FallDue } from '../domain/deadlines.js';
import type { ImportMandates } from '../domain/imports.js';
import type { Register, RegisterEvent } from '../domain/mandate-history.js';
import {
  mandateRegister,
  type RegisterCommand,
  registerStream,
  type WishedChange,
} from '../domain/mandate-register.js';
import type { Slot } from '../domain/schedule.js';
import type { AcceptTransfer } from '../domain/transfers.js';
import { type Dossier, dossierOf } from '../queries/handover.js';
import { MandateRow } from '../queries/mandates.js';

/** What is looked up here for every wish of people. */
type LookedUp = 'agencyKind' | 'agencyKinds';
type Asked<C extends WishedChange> = C extends AcceptTransfer
  ? Incomplete<C, LookedUp | 'dossier'>
  : C extends WishedChange
    ? Incomplete<C, LookedUp>
    : never;

/** A wish about one mandate, as it is asked for. */
export type ChangeRequest = Asked<WishedChange>;
export type ImportRequest = Incomplete<ImportMandates, LookedUp | 'neighbourhoods' | 'agencies'>;
export type MandateRequest = ChangeRequest | ImportRequest | FallDue;

/** A wish about the mandate register of the asker's city. */
export class HandleMandate {
  constructor(
    readonly request: MandateRequest,
    readonly write: HandleOptions,
  ) {}
}

/** The register of a city grows long. */
export const register = withSnapshots(mandateRegister, new URL('../domain/', import.meta.url));

export type MandateHandled = Handled<RegisterEvent, Register>;

@CommandHandler(HandleMandate)
export class MandateHandler implements ICommandHandler<HandleMandate, MandateHandled> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly cache: StateCache,
    private readonly directory: Directory,
    @InjectDataSource('mandates') private readonly db: DataSource,
  ) {}

  execute({ request, write }: HandleMandate): Promise<MandateHandled> {
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
    if (request.type === 'FallDue') return request;
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
        const dossier = previewed && (await this.dossierOf(city, mandateId, previewed.cases));
        return { ...request, data: { ...request.data, ...kinds, ...(dossier && { dossier }) } };
      }
      default:
        return { ...request, data: { ...request.data, ...kinds } } as WishedChange;
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
  private async dossierOf(city: string, id: string, seen: number): Promise<Dossier | undefined> {
    const mandate = await this.db.manager.findOneBy(MandateRow, { city, id });
    return mandate ? dossierOf(this.db.manager, city, JSON.stringify(mandate.slots), seen) : undefined;
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
