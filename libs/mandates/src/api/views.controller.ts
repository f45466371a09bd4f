import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentActor, Requires } from '#access';
import { Directory } from '#directory';
import { Responds, RespondsFile, RespondsText, WithoutTimeLimit } from '#http';
import { type Actor, brusselsDate, daysAfter, daysBetween, DomainError, type LocalDate } from '#kernel';
import { ContinuityOf } from '../queries/continuity.js';
import { GapsOf } from '../queries/gaps.js';
import { HistoryOf, type VisibleFact } from '../queries/history.js';
import { MandateById, type MandateRow } from '../queries/mandates.js';
import { MatrixOf } from '../queries/matrix.js';
import { OverlapsOf } from '../queries/overlaps.js';
import { isAboutNow } from '../queries/register-as-known.js';
import { WholeRegister } from '../queries/whole-register.js';
import { registerFile } from './export/register-export.js';
import { MandatePath } from './mandates.dto.js';
import { mandateReport, REPORT_POLICY } from './report/mandate-report.js';
import { ContinuityQuery, DayQuery, ExportQuery, OverlapsQuery } from './views.dto.js';
import {
  ContinuityResponse,
  EXPORT_RESPONSES,
  GapsResponse,
  MatrixResponse,
  MOST_DAYS,
  OverlapsResponse,
} from './views.responses.js';

/** Views of the whole register. Every role may read them; the parts about cases depend on the actor. */
@ApiTags('mandates')
@Requires('mandate:read')
@Controller('v1/mandates')
export class ViewsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly directory: Directory,
  ) {}

  @Get('matrix')
  @ApiOperation({
    summary:
      'List the holders on a day, neighbourhood by theme, with steering model, period and due dates; a page of neighbourhoods at a time.',
  })
  @Responds(MatrixResponse)
  async matrix(@CurrentActor() by: Actor, @Query() { on, knownAt, after, limit }: DayQuery) {
    const today = brusselsDate(new Date());
    const question = { on: on ?? today, ...(knownAt !== undefined && { knownAt }) };
    const aboutNow = isAboutNow(question, today);
    return {
      ...question,
      ...(await this.queries.execute(new MatrixOf(by, { ...question, isAboutNow: aboutNow, after, limit }))),
    };
  }

  @Get('gaps')
  @ApiOperation({
    summary:
      'List the gaps on a day, each with its first day: slots without a mandate or with a suspended one. Managers of a city service also see cases without coordination.',
  })
  @Responds(GapsResponse)
  async gaps(@CurrentActor() by: Actor, @Query() { on = brusselsDate(new Date()), knownAt, after, limit }: DayQuery) {
    const question = { on, ...(knownAt !== undefined && { knownAt }) };
    return {
      ...question,
      ...(await this.queries.execute(new GapsOf(by, { ...question, after, limit }))),
    };
  }

  @Get('continuity')
  @ApiOperation({
    summary:
      'List the continuity of each slot that had a mandate, year by year: changes of holder, and days without one.',
  })
  @Responds(ContinuityResponse)
  async continuity(
    @CurrentActor() by: Actor,
    @Query() { until = daysAfter(brusselsDate(new Date()), 1), knownAt, after, limit, ...query }: ContinuityQuery,
  ) {
    const from = query.from ?? yearsBefore(until, 3);
    const span = daysBetween(from, until);
    if (span <= 0) throw new DomainError('period.ends-before-it-starts', { period: { from, until } });
    if (span > MOST_DAYS) throw new DomainError('mandate.period-too-long', { days: span, most: MOST_DAYS });
    const question = { from, until, ...(knownAt !== undefined && { knownAt }) };
    return {
      ...question,
      ...(await this.queries.execute(new ContinuityOf(by, { ...question, after, limit }))),
    };
  }

  @Get('export')
  @WithoutTimeLimit()
  @ApiOperation({ summary: 'Export the whole register, without drafts, as a CSV, JSON or JSON-LD file.' })
  @RespondsFile(EXPORT_RESPONSES)
  async export(
    @CurrentActor() by: Actor,
    @Query() { format, knownAt }: ExportQuery,
    @Res() response: Response,
  ): Promise<void> {
    const mandates = await this.queries.execute(new WholeRegister(by, knownAt));
    const { name, mediaType, parts } = registerFile(format, by.city, mandates, new Date());
    response.setHeader('Content-Type', mediaType);
    response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
    // A read error aborts the response, so that half a file does not look like a whole one.
    await pipeline(Readable.from(parts), response);
  }

  @Get(':id/overlaps')
  @ApiOperation({
    summary:
      'List the mandates that hold the slots of this one on some of these days, or are proposed for them. A grant would meet these.',
  })
  @Responds(OverlapsResponse)
  overlaps(
    @CurrentActor() by: Actor,
    @Param() { id }: MandatePath,
    @Query() { from = brusselsDate(new Date()), until }: OverlapsQuery,
  ) {
    if (until !== undefined && until <= from)
      throw new DomainError('period.ends-before-it-starts', { period: { from, until } });
    return this.queries.execute(new OverlapsOf(by, id, { from, ...(until !== undefined && { until }) }));
  }

  @Get(':id/report')
  @ApiOperation({
    summary:
      'Get a mandate as a page to print, in Dutch: terms, holders, decisions, evaluations, transfers and every fact.',
  })
  @RespondsText('text/html', 'HTML page to print.')
  async report(
    @CurrentActor() by: Actor,
    @Param() { id }: MandatePath,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const mandate = await this.queries.execute(new MandateById(by, id));
    const facts = await this.queries.execute(new HistoryOf(by, id));
    const agencies = await this.directory.agencyNames(by.city, agenciesIn(mandate, facts));
    const slots = [...mandate.slots, ...mandate.holdings.flatMap((holding) => holding.slots)];
    const neighbourhoods = await this.directory.knownNeighbourhoods(by.city, [
      ...new Set(slots.map(({ neighbourhood }) => neighbourhood)),
    ]);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', REPORT_POLICY);
    return mandateReport({ mandate, facts, agencies, neighbourhoods, moment: new Date() });
  }
}

const agenciesIn = ({ holder, holdings, transfers }: MandateRow, facts: readonly VisibleFact[]): readonly string[] => {
  const moved = Object.values(transfers).flatMap(({ from, to }) => [from, to]);
  const recorders = facts.flatMap(({ agency }) => (agency === null ? [] : [agency]));
  return [...new Set([holder, ...holdings.map((holding) => holding.holder), ...moved, ...recorders])];
};

/** Returns the same day `years` earlier; for 29 February, 28 February. */
const yearsBefore = (day: LocalDate, years: number): LocalDate => {
  const there = `${Number(day.slice(0, 4)) - years}${day.slice(4)}`;
  return there.endsWith('-02-29') ? there.replace(/29$/, '28') : there;
};
