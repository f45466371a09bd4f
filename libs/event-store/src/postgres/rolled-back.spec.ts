import { DatabaseError } from 'pg';
import { isRolledBack } from './rolled-back.js';

const answer = (code: string | undefined, severity: string): Error =>
  Object.assign(new DatabaseError('message', 7, 'error'), { code, severity });

describe('a transaction', () => {
  it.each(['23505', '25006', '40001', '53100', '55P03', '57014'])('is rolled back after an error %s', (code) =>
    expect(isRolledBack(answer(code, 'ERROR'))).toBe(true),
  );
  it.each(['23505', '25006', '55P03', '57014'])('is rolled back after %s of a server that speaks German', (code) =>
    expect(isRolledBack(answer(code, 'FEHLER'))).toBe(true),
  );
  it.each([
    ['57P01', 'FATAL'],
    ['53100', 'PANIC'],
    ['53100', 'FEHLER'],
    ['25P04', 'FATAL'],
    ['XX000', 'PANIC'],
    ['58030', 'PANIK'],
    ['08P01', 'ERROR'],
    ['40003', 'ERROR'],
    [undefined, 'FATAL'],
  ])('may be committed after %s with severity %s', (code, severity) =>
    expect(isRolledBack(answer(code, severity))).toBe(false),
  );
  it('may be committed when the connection broke', () => {
    expect(isRolledBack(new Error('Connection terminated unexpectedly'))).toBe(false);
    expect(isRolledBack(Object.assign(new Error('no answer'), { code: 'REGIE_CONNECTION_SILENT' }))).toBe(false);
  });
});
