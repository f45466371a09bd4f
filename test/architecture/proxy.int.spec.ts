import { cases } from '#cases';
import { describeApi } from '#http';
import { mandates } from '#mandates';
import { partners } from '#partners';
import { teams } from '#teams';
import { startTestService } from '#testing/http';
import { compose, proxied } from './compose.js';

/** Returns the API paths of one context, from the OpenAPI description that its service generates. */
const pathsOf = async (context: Parameters<typeof startTestService>[0][number]): Promise<string[]> => {
  const service = await startTestService([context]);
  try {
    return Object.keys(describeApi(service.app, 'the paths').paths).filter((path) => path.startsWith('/v1/'));
  } finally {
    await service.stop();
  }
};

it.each(Object.entries({ mandates, cases, partners, teams }))(
  'the proxy sends every path of %s to the service of that context',
  async (service, context) => {
    const port = compose.services[service]!.environment!['REGIE_PORT'];
    const paths = await pathsOf(context);
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.map((path) => [path, proxied(path.replaceAll(/\{\w+\}/g, 'x'))])).toEqual(
      paths.map((path) => [path, { service, port }]),
    );
  },
  60_000,
);

it('the proxy sends no other path to a service', () => {
  expect(
    ['/', '/v1', '/v1/casesx', '/v1/persons', '/health/ready', '/metrics', '/openapi.json'].filter((path) =>
      proxied(path),
    ),
  ).toEqual([]);
});
