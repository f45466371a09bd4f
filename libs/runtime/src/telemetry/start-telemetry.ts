import { type INestApplication, Logger } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.js';
import type { Shutdown } from '../shutdown.js';
import { within } from '../within-time-limit.js';
import { telemetrySettings } from './telemetry-settings.js';

/** The time that a stopping process spends on its last batch; a collector that is away holds up no stop. */
const LAST_BATCH_MS = 800;

/**
 * Sends traces and metrics when the standard variables of OpenTelemetry name an exporter or an address. Otherwise
 * nothing is loaded and nothing is recorded.
 * @param title the title of the process, which becomes the default name of the service
 */
export const startTelemetry = async (
  app: INestApplication,
  title: string,
  environment: Readonly<Record<string, string | undefined>>,
  shutdown: Shutdown,
): Promise<void> => {
  const { traces, metrics, ignored } = telemetrySettings(environment);
  const logger = new Logger('telemetry');
  for (const sentence of ignored) logger.warn(sentence);
  if (!traces && !metrics) return;
  const { logComplaints, resourceOf, sendMetrics, sendTraces } = await import('./open-telemetry.js');
  logComplaints((message) => logger.warn(message));
  const resource = resourceOf(title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'));
  if (metrics) {
    const { stop } = sendMetrics(metrics, resource, () => app.get(Metrics).collected());
    // The last values need the database.
    shutdown.add('work', 'metrics for OpenTelemetry', () => lastBatch(stop));
  }
  if (traces) {
    const { stop } = sendTraces(traces, resource);
    shutdown.add('framework', 'traces for OpenTelemetry', () => lastBatch(stop));
  }
};

/** Sends the last batch. Losing it is no failure of the stop. */
const lastBatch = (stop: () => Promise<void>): Promise<void> =>
  within(LAST_BATCH_MS, stop()).catch((error: unknown) => {
    new Logger('telemetry').warn({ err: error, msg: 'the last traces or metrics could not be sent' });
  });
