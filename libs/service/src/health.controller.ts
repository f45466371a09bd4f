import { Controller, Get, Inject, Injectable } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheck, type HealthCheckResult, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { Public } from '#access';
import type { EventStore } from '#event-store';
import { Followers } from './followers.js';
import { EVENT_STORE } from './tokens.js';

/** Set when the process begins to drain, so that load balancers send nothing new. */
@Injectable()
export class Draining {
  readonly since: Date | undefined = undefined;

  begin(): void {
    (this as { since: Date | undefined }).since = new Date();
  }
}

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly indicator: HealthIndicatorService,
    private readonly followers: Followers,
    private readonly draining: Draining,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  @Public()
  @Get('live')
  @ApiOperation({ summary: 'The process runs.' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Public()
  @Get('ready')
  @HealthCheck()
  @ApiOperation({ summary: 'The process can do its work: the event store answers and every read model moves on.' })
  ready(): Promise<HealthCheckResult> {
    return this.checks.check([
      async () => {
        const check = this.indicator.check('service');
        return this.draining.since ? check.down({ draining: this.draining.since.toISOString() }) : check.up();
      },
      async () => {
        const check = this.indicator.check('event-store');
        try {
          return check.up({ head: await this.store.head() });
        } catch {
          return check.down({ remedy: 'the event store does not answer; is its database running?' });
        }
      },
      async () => {
        const check = this.indicator.check('read-models');
        const stuck = Object.keys(this.followers.problems());
        return stuck.length === 0 ? check.up() : check.down({ stuck, remedy: 'the log says why; `regie doctor` shows more' });
      },
    ]);
  }
}
