import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Directory } from '#directory';
import { type CommandResult, type EventStore, handle, type HandleOptions, StateCache } from '#event-store';
import { EVENT_STORE } from '#runtime';
import type { CaseEvent, JointCase } from '../domain/case-history.js';
import { type CaseCommand, caseStream } from '../domain/joint-case.js';
import { visibleCase } from './decide-on-visible-case.js';
import { loadCaseFacts } from './load-case-facts.js';

/** A command on one case of the actor's city. */
export class HandleCase extends Command<CaseResult> {
  constructor(
    readonly command: CaseCommand,
    readonly write: HandleOptions,
  ) {
    super();
  }
}

export type CaseResult = CommandResult<CaseEvent, JointCase | undefined>;

@CommandHandler(HandleCase)
export class CaseHandler implements ICommandHandler<HandleCase> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly cache: StateCache,
    private readonly directory: Directory,
    @InjectDataSource('cases') private readonly db: DataSource,
  ) {}

  execute({ command, write }: HandleCase): Promise<CaseResult> {
    const stream = caseStream(command.by.city, command.data.caseId);
    return handle(this.store, this.cache, visibleCase, stream, command, write, () =>
      loadCaseFacts(this.directory, this.db.manager, command),
    );
  }
}
