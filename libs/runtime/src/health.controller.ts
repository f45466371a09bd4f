import { Controller, Get, Inject, ServiceUnavailableException } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheck, type HealthCheckResult, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { Type } from 'typebox';
import { Public, TokenVerifier } from '#access';
import { CLOCK_REMEDY, type EventStore, NotWritable } from '#event-store';
import { anyObject, constant, enumOf, mapOf, Responds } from '#http';
import { DomainError } from '#kernel';
import { BusHealth } from './bus-health.js';
import { Bus } from './bus-port.js';
import { ClockHealth } from './clock-health.js';
import { Draining } from './draining.js';
import { EVENT_STORE } from './injection-tokens.js';
import { ProcessorRegistry } from './processor-registry.js';
import { within } from './within-time-limit.js';

/** An event store that takes longer to answer counts as down. */
const LONGEST_WAIT_MS = 3_000;

const Live = Type.Object({ status: constant('ok') }, { title: 'Live' });
const checks = mapOf(anyObject(), { description: 'State of each check, with its details.' });
const Ready = Type.Object(
  { status: enumOf(['ok']), details: checks, info: Type.Optional(checks), error: Type.Optional(checks) },
  { title: 'Ready' },
);

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly indicator: HealthIndicatorService,
    private readonly processors: ProcessorRegistry,
    private readonly bus: Bus,
    private readonly busHealth: BusHealth,
    private readonly clockHealth: ClockHealth,
    private readonly draining: Draining,
    private readonly verifier: TokenVerifier,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  @Public()
  @Get('live')
  @ApiOperation({ summary: 'Check that the process runs.' })
  @Responds(Live)
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** @throws {DomainError} `service.not-ready` with `details`: each check, up or down */
  @Public()
  @Get('ready')
  @HealthCheck({ swaggerDocumentation: false })
  @ApiOperation({
    summary: 'Check that the process can take requests: it started, does not stop, and can append events.',
  })
  @Responds(Ready)
  async ready() {
    try {
      const result = await this.checks.check([
        () => this.service(),
        () => this.eventStore(),
        () => this.projections(),
        () => this.busWorks(),
        () => this.identityProvider(),
        () => this.clock(),
      ]);
      return { ...result, status: 'ok' as const };
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      throw new DomainError('service.not-ready', { details: (error.getResponse() as HealthCheckResult).details });
    }
  }

  private service() {
    const check = this.indicator.check('service');
    return this.draining.since ? check.down({ draining: this.draining.since.toISOString() }) : check.up();
  }

  private async eventStore() {
    const check = this.indicator.check('event-store');
    try {
      await within(LONGEST_WAIT_MS, this.store.checkWritable());
      return check.up();
    } catch (error) {
      return error instanceof NotWritable
        ? check.down({
            reason: error.message,
            remedy: 'no command can be recorded here; is there a primary, and does it take writes?',
          })
        : check.down({ remedy: 'the event store does not answer; is its database running?' });
    }
  }

  /** Reports stuck read models, but is never down: another process would get stuck at the same event. */
  private projections() {
    const check = this.indicator.check('read-models');
    const stuck = Object.keys(this.processors.problems());
    return stuck.length === 0
      ? check.up()
      : check.up({
          problems: stuck.map((name) => `${name} is stuck`),
          remedy: 'the log says why; `npx regie doctor` shows more',
        });
  }

  /** Reports missing keys, but is never down: another process would have no keys either, and requests without a token still work. */
  private async identityProvider() {
    const check = this.indicator.check('identity-provider');
    const problem = await this.verifier.problem();
    return problem === undefined
      ? check.up()
      : check.up({
          problems: [problem],
          remedy:
            'is it running, and are REGIE_ISSUER and REGIE_JWKS_URI right? Without its keys every token is refused',
        });
  }

  /** Reports clocks that differ, but is never down. When the difference prevents appends, the check `event-store` is down. */
  private async clock() {
    const check = this.indicator.check('clock');
    const { problems } = await this.clockHealth.look();
    return problems.length === 0 ? check.up() : check.up({ problems, remedy: CLOCK_REMEDY });
  }

  /** Reports problems of the bus, but is never down: another process has the same brokers, and commands and queries work without them. */
  private async busWorks() {
    const check = this.indicator.check('bus');
    const { answers, contexts } = await this.busHealth.look();
    const alarms = Object.entries(this.bus.alarms()).map(([reader, alarm]) => `${reader}: ${alarm}`);
    const problems = contexts.flatMap((context) => context.problems);
    const known = { ...(alarms.length > 0 && { alarms }), ...(problems.length > 0 && { problems }) };
    if (!answers)
      return check.up({
        ...known,
        problems: ['the bus does not answer', ...problems],
        remedy: 'the brokers, or the database, do not answer; the log says more',
      });
    if (contexts.some(({ missing }) => missing.length > 0))
      return check.up({ ...known, remedy: 'the topics must be there: npx regie topics apply' });
    return check.up(known);
  }
}
