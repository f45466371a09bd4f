import { BoundedAdapter } from './bounded-adapter.js';

describe('an entry of the provider', () => {
  it('is found until it expires', async () => {
    const adapter = new BoundedAdapter();
    await adapter.upsert('code', { uid: 'u1', userCode: 'c1' }, 60);
    await adapter.upsert('past', { uid: 'u2', userCode: 'c2' }, -1);
    await adapter.upsert('kept', { uid: 'u3' });
    expect(await adapter.find('code')).toEqual({ uid: 'u1', userCode: 'c1' });
    expect(await adapter.findByUid('u1')).toBe(await adapter.findByUserCode('c1'));
    expect(await adapter.find('past')).toBeUndefined();
    expect(await adapter.findByUid('u2')).toBeUndefined();
    expect(await adapter.findByUserCode('c2')).toBeUndefined();
    expect(await adapter.find('kept')).toEqual({ uid: 'u3' });
  });

  it('is marked when it is used, and removed when it is destroyed or its grant is revoked', async () => {
    const adapter = new BoundedAdapter();
    for (const id of ['a', 'b', 'c']) await adapter.upsert(id, { grantId: id === 'c' ? 'other' : 'grant' }, 60);
    await adapter.consume('a');
    await adapter.consume('unknown');
    expect((await adapter.find('a'))!.consumed).toBeCloseTo(Date.now() / 1000, -1);
    await adapter.destroy('a');
    await adapter.revokeByGrantId('grant');
    expect([await adapter.find('a'), await adapter.find('b'), await adapter.find('c')]).toEqual([
      undefined,
      undefined,
      { grantId: 'other' },
    ]);
  });

  it('leaves at the limit when it has expired, or else when it is the oldest', async () => {
    const adapter = new BoundedAdapter(3);
    const known = async (): Promise<string[]> => {
      const found = await Promise.all(
        ['1', '2', '3', '4', '5'].map(async (id) => ((await adapter.find(id)) ? id : '')),
      );
      return found.filter((id) => id !== '');
    };
    await adapter.upsert('1', {}, 60);
    await adapter.upsert('2', {}, -1);
    await adapter.upsert('3', {}, 60);
    await adapter.upsert('4', {}, 60);
    expect(await known()).toEqual(['1', '3', '4']);
    await adapter.upsert('1', { uid: 'written again' }, 60);
    await adapter.upsert('5', {}, 60);
    expect(await known()).toEqual(['1', '4', '5']);
  });
});
