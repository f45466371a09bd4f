import { hostsInWords, parseAddress } from './index.js';

describe('the address of a PostgreSQL', () => {
  it('names one host, a user and a database', () => {
    expect(
      parseAddress('postgres://regie:p%40ss@db.example.be:5433/regie?sslmode=verify-full&sslrootcert=%2Fca.pem'),
    ).toEqual({
      hosts: [{ host: 'db.example.be', port: 5433 }],
      user: 'regie',
      database: 'regie',
      url: 'postgres://regie:p%40ss@db.example.be:5433/regie',
      tls: { sslmode: 'verify-full', sslrootcert: '/ca.pem' },
    });
  });

  it('names a primary and its standbys in the order in which they are tried', () => {
    const address = parseAddress('postgresql://regie:geheim@db1:5433,db2,[fd00::3]:5434/regie');
    expect(address?.hosts).toEqual([
      { host: 'db1', port: 5433 },
      { host: 'db2', port: 5432 },
      { host: 'fd00::3', port: 5434 },
    ]);
    expect(address?.url).toBe('postgresql://regie:geheim@db1:5433/regie');
    expect(hostsInWords(address!.hosts)).toBe('db1:5433, db2:5432, [fd00::3]:5434');
  });

  it.each([
    '',
    'db1:5432',
    'http://db1/regie',
    'postgres:///regie',
    'postgres://db1,,db2/regie',
    'postgres://db1:99999/regie',
  ])('is not %j', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});
