import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#access';
import { RespondsText } from '#http';
import { Metrics } from './metrics.js';

/** The text format of Prometheus. */
const TEXT = 'text/plain; version=0.0.4; charset=utf-8';

@ApiTags('health')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Public()
  @Get()
  @Header('content-type', TEXT)
  @ApiOperation({ summary: 'Get the metrics of the process, for Prometheus.' })
  @RespondsText('text/plain', 'Prometheus text format.')
  show(): Promise<string> {
    return this.metrics.text();
  }
}
