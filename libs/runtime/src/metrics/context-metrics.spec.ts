import { ContextMetrics } from './context-metrics.js';

const never = (): Promise<never> => Promise.withResolvers<never>().promise;

const textOf = async (metrics: ContextMetrics): Promise<string> => (await metrics.registries())[0]!.metrics();

describe('the metrics of contexts', () => {
  it('end in time while a read hangs, without its values', async () => {
    const metrics = new ContextMetrics();
    metrics.add({ name: 'regie_known', kind: 'gauge', help: 'of this spec', read: async () => [['', 7]] });
    metrics.add({ name: 'regie_hanging', kind: 'gauge', help: 'of this spec', read: never });
    const text = await textOf(metrics);
    expect(text).toContain('regie_known 7');
    expect(text).not.toContain('regie_hanging');
  }, 20_000);

  it('have a value for each label, and none for a read that fails', async () => {
    const metrics = new ContextMetrics();
    const read = async () => [['active', 2] as const, ['ended', 0] as const];
    metrics.add({ name: 'regie_things', kind: 'counter', help: 'of this spec', label: 'status', read });
    metrics.add({
      name: 'regie_failing',
      kind: 'gauge',
      help: 'of this spec',
      read: () => Promise.reject(new Error()),
    });
    const text = await textOf(metrics);
    expect(text).toMatch(/regie_things\{status="active"\} 2\nregie_things\{status="ended"\} 0/);
    expect(text).not.toContain('regie_failing');
  });
});
