import { mandateGranted, PUBLIC_EVENTS, toPublicEvent } from './index.js';

describe.each([...PUBLIC_EVENTS.values()])('$type', ({ type, topic, sample, problems, subject, schema }) => {
  it('has a sample that fits its schema', () => expect(problems(sample)).toEqual([]));
  it('refuses a field that the schema does not know', () =>
    expect(problems({ ...(sample as object), title: 'content does not travel' })).not.toEqual([]));
  it('refuses data without a required field', () =>
    expect(
      schema.required.filter((field) => problems({ ...(sample as object), [field]: undefined }).length === 0),
    ).toEqual([]));
  it('has its subject among its data', () => expect(sample).toHaveProperty(subject));
  it('has a version in its type and a context in its topic', () => {
    expect(type).toMatch(/^be\.regie\.[a-z-]+\.[a-z-]+\.v\d+$/);
    expect(topic).toMatch(/^regie\.(mandates|cases|partners|teams)\.v1$/);
  });
});

it('a private event becomes a CloudEvent with its id, stream and revision', () => {
  const origin = {
    id: 'e-1',
    stream: 'mandates-44021',
    revision: 7,
    recordedAt: '2026-02-01T10:00:00.000Z',
    metadata: {},
  };
  const { city: _, ...data } = mandateGranted.sample;
  expect(toPublicEvent(mandateGranted, origin, '44021', data)).toEqual({
    specversion: '1.0',
    id: 'e-1',
    source: 'urn:be:nis:44021:regie:mandates',
    type: 'be.regie.mandate.granted.v1',
    subject: data.mandateId,
    time: '2026-02-01T10:00:00.000Z',
    datacontenttype: 'application/json',
    dataschema: 'urn:be:regie:schema:be.regie.mandate.granted.v1',
    partitionkey: 'mandates-44021',
    sequence: '7',
    data: { ...data, city: '44021' },
  });
});
