import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type EventStore, handle, type Handled, type HandleOptions, StateCache, withSnapshots } from '#event-store';
import { Directory } from '#directory';
import { EVENT_STORE } from '#service';
import type { ImportMandates } from './domain/imports.js';
import type { Register, RegisterEvent } from './domain/mandate-history.js';
import { mandateRegister, type RegisterCommand, registerStream } from './domain/mandate-register.js';
import type { Slot } from './domain/schedule.js';
import { type Dossier, dossierOf } from './read-models/dossier.js';
import { MandateRow } from './read-models/mandates.js';

/** A wish about the mandate register of the asker's city. The kinds of the agencies, which the rules need, are added on the way. */
export class HandleMandate {
  constructor(
    readonly command: RegisterCommand,
    readonly write: HandleOptions,
  ) {}
}

/** The register of a city grows long. */
export const register = withSnapshots(mandateRegister, new URL('./domain/', import.meta.url));

export type MandateHandled = Handled<RegisterEvent, Register>;

@CommandHandler(HandleMandate)
export class MandateHandler implements ICommandHandler<HandleMandate, MandateHandled> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly cache: StateCache,
    private readonly directory: Directory,
    @InjectDataSource('mandates') private readonly db: DataSource,
  ) {}

  execute({ command, write }: HandleMandate): Promise<MandateHandled> {
    return handle(this.store, this.cache, register, registerStream(command.by.city), () => this.checked(command), write);
  }

  /** @throws {DomainError} when a neighbourhood or an agency that it names is not known, or the asker's own takes no part */
  private async checked(command: RegisterCommand): Promise<RegisterCommand> {
    const { city, agency } = command.by;
    if (command.type === 'FallDue') return command;
    const { slots, agencies } = namedBy(command);
    await this.directory.activeAgencies(city, [agency]);
    if (slots.length > 0) await this.directory.knownNeighbourhoods(city, [...new Set(slots.map(({ neighbourhood }) => neighbourhood))]);
    if (agencies.length > 0) await this.directory.activeAgencies(city, agencies);
    const agencyKinds = await this.directory.agencyKinds(city);
    const whole = command.type === 'ImportMandates' ? await this.wholeCity(city, command.data.mandates.map(({ holder }) => holder)) : {};
    const dossier = command.type === 'AcceptTransfer' && command.data.previewed ? await this.dossierOf(city, command.data.mandateId, command.data.previewed.cases) : undefined;
    return { ...command, data: { ...command.data, agencyKind: agencyKinds[agency], agencyKinds, ...whole, ...(dossier && { dossier }) } } as RegisterCommand;
  }

  /** For an import, which says of each mandate what is not known. */
  private async wholeCity(city: string, holders: readonly string[]): Promise<Pick<ImportMandates['data'], 'neighbourhoods' | 'agencies'>> {
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
const namedBy = (command: RegisterCommand): Readonly<{ slots: readonly Slot[]; agencies: readonly string[] }> => {
  switch (command.type) {
    case 'DraftMandate':
    case 'ReviseDraft':
    case 'ProposeMandate':
      return { slots: command.data.slots, agencies: [command.data.holder] };
    case 'WidenScope':
      return { slots: command.data.slots, agencies: [] };
    case 'ProposeTransfer':
      return { slots: [], agencies: [command.data.to] };
    case 'CorrectFact': {
      const { slots = [], holder } = command.data.instead ?? {};
      return { slots, agencies: holder === undefined ? [] : [holder] };
    }
    default:
      return { slots: [], agencies: [] };
  }
};
