import { DataSource } from 'typeorm';
import { commitmentProposed, type PublicEvent, type PublicEventType, toPublicEvent } from '#contracts';
import { partnersContext } from '#partners';
import { databaseOptions, prepareSchema } from '#runtime';

export const CITY = '44021';
export const AGENCIES = ['stad-gent', 'ocmw-gent', 'woningent', 'politiezone-gent', 'caw', 'straathoekwerk'];
export const CASES = 50;

/** Opens a new database with the tables of the context partners, as its service does. */
export const openPartnersDatabase = async (url: string): Promise<DataSource> => {
  await prepareSchema(partnersContext, url);
  return new DataSource(databaseOptions(partnersContext, url)).initialize();
};

let published = 0;

/** Creates a public event with the next revision and id. */
export const publicEvent = <Data>(type: PublicEventType<string, Data>, stream: string, data: Data): PublicEvent => {
  const revision = published++;
  return toPublicEvent(
    type,
    {
      id: `0198c0de-0000-7000-8000-${String(revision).padStart(12, '0')}`,
      stream,
      revision,
      recordedAt: new Date().toISOString(),
      metadata: {},
    },
    CITY,
    data as Readonly<Data>,
  );
};

/** Creates the event of a commitment in one of the cases, owned by one of the agencies. */
export const commitment = (n: number): PublicEvent => {
  const caseId = `k${n % CASES}`;
  return publicEvent(commitmentProposed, `case-${CITY}-${caseId}`, {
    caseId,
    commitmentId: `c${n}`,
    owner: AGENCIES[n % AGENCIES.length]!,
    proposedBy: 'stad-gent',
    dueOn: '2026-09-01',
  });
};
