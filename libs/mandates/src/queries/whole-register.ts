import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Actor } from '#kernel';
import type { Mandate } from '../domain/mandate-history.js';
import { instantOf, registerAsKnown } from './register-as-known.js';

/** All mandates of the city of the actor except drafts, as known at a moment; for exports (R57). */
export class WholeRegister extends Query<AsyncGenerator<Mandate>> {
  constructor(
    readonly by: Actor,
    readonly knownAt?: string,
  ) {
    super();
  }
}

@QueryHandler(WholeRegister)
export class WholeRegisterHandler implements IQueryHandler<WholeRegister> {
  constructor(@InjectDataSource('mandates') private readonly db: DataSource) {}

  async execute({ by: { city }, knownAt }: WholeRegister): Promise<AsyncGenerator<Mandate>> {
    return registerAsKnown(this.db, city, await instantOf(this.db, city, knownAt));
  }
}
