import { Type } from 'typebox';
import { publicEventType, TOPICS } from './public-event.js';
import { agencyCode, localDate, neighbourhoodCode, opaqueId } from './shared-schemas.js';

const topic = TOPICS.teams;

export const neighbourhoodRecorded = publicEventType('be.regie.neighbourhood.recorded.v1', {
  topic,
  subject: 'code',
  summary: 'A neighbourhood was recorded for the first time, or changed: a new version.',
  data: {
    code: neighbourhoodCode,
    name: Type.String({ minLength: 1, maxLength: 200 }),
    version: Type.Integer({ minimum: 1 }),
    centre: Type.Object(
      { lon: Type.Number(), lat: Type.Number() },
      { additionalProperties: false, description: 'Degrees in WGS84.' },
    ),
  },
  sample: { code: '4', name: 'Brugse Poort - Rooigem', version: 1, centre: { lon: 3.69277, lat: 51.05922 } },
});

export const teamFormed = publicEventType('be.regie.team.formed.v1', {
  topic,
  subject: 'teamId',
  summary: 'A neighbourhood team was formed for these neighbourhoods.',
  data: { teamId: opaqueId, neighbourhoods: Type.Array(neighbourhoodCode, { minItems: 1 }), formedBy: agencyCode },
  sample: { teamId: '0198c0de-0000-7000-8000-000000000010', neighbourhoods: ['4', '7'], formedBy: 'stad-gent' },
});

export const memberSeconded = publicEventType('be.regie.team.member-seconded.v1', {
  topic,
  subject: 'teamId',
  summary: 'An agency seconded one of its own staff to the team. The person is not named.',
  data: { teamId: opaqueId, memberId: opaqueId, agency: agencyCode, from: localDate, until: Type.Optional(localDate) },
  sample: { teamId: '0198c0de-0000-7000-8000-000000000010', memberId: 'm-1', agency: 'ocmw-gent', from: '2026-03-01' },
});

export const secondmentEnded = publicEventType('be.regie.team.secondment-ended.v1', {
  topic,
  subject: 'teamId',
  summary: 'The secondment of a member ends: they are not on the team from `on`.',
  data: { teamId: opaqueId, memberId: opaqueId, agency: agencyCode, on: localDate },
  sample: { teamId: '0198c0de-0000-7000-8000-000000000010', memberId: 'm-1', agency: 'ocmw-gent', on: '2027-03-01' },
});
