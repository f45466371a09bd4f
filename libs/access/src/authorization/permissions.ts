import type { Role } from '#kernel';

/**
 * The roles that have each permission. A permission opens the routes that require it.
 * The mandates and the policies then decide about each case and mandate.
 * `npm run permissions` writes the routes into docs/permissions.md.
 */
export const PERMISSIONS = {
  'agency:read': ['worker', 'coordinator', 'manager', 'agency-admin', 'partner-api'],
  'agency:enrol': ['manager'],
  'agency:change': ['manager', 'agency-admin'],
  'agency:suspend': ['manager'],
  'agency:end': ['manager'],
  'cooperation-policy:set': ['manager', 'agency-admin'],

  'case:read': ['worker', 'coordinator', 'manager', 'partner-api'],
  'case:open': ['worker', 'coordinator', 'manager'],
  'case:close': ['worker', 'coordinator', 'manager'],
  'participant:invite': ['worker', 'coordinator', 'manager'],
  'participant:withdraw': ['worker', 'coordinator', 'manager', 'partner-api'],
  'invitation:answer': ['worker', 'coordinator', 'manager', 'partner-api'],
  'commitment:propose': ['worker', 'coordinator', 'manager'],
  'commitment:answer': ['worker', 'coordinator', 'manager', 'partner-api'],
  'commitment:complete': ['worker', 'coordinator', 'manager', 'partner-api'],

  'feed:read': ['worker', 'coordinator', 'manager', 'agency-admin', 'partner-api'],
  'subscription:read': ['agency-admin', 'partner-api'],
  'subscription:manage': ['agency-admin', 'partner-api'],

  'mandate:read': ['worker', 'coordinator', 'manager', 'agency-admin', 'partner-api'],
  'mandate:propose': ['coordinator', 'manager'],
  'mandate:endorse': ['manager'],
  'mandate:grant': ['manager'],
  'mandate:suspend': ['manager'],
  'mandate:evaluate': ['coordinator', 'manager'],
  'mandate:extend': ['manager'],
  'mandate:narrow': ['manager'],
  'mandate:widen': ['manager'],
  'mandate:end': ['manager'],
  'mandate:correct': ['manager'],
  'mandate:import': ['manager'],
  'transfer:read': ['worker', 'coordinator', 'manager', 'partner-api'],
  'transfer:propose': ['coordinator', 'manager'],
  'transfer:answer': ['coordinator', 'manager'],
  'transfer:withdraw': ['coordinator', 'manager'],

  'neighbourhood:read': ['worker', 'coordinator', 'manager', 'agency-admin', 'partner-api'],
  'neighbourhood:import': ['manager'],
  'team:read': ['worker', 'coordinator', 'manager', 'agency-admin', 'partner-api'],
  'team:form': ['coordinator', 'manager'],
  'team:accept-agency': ['coordinator', 'manager'],
  'secondment:manage': ['agency-admin'],
} as const satisfies Readonly<Record<`${string}:${string}`, readonly [Role, ...Role[]]>>;

export type Permission = keyof typeof PERMISSIONS;

export const rolesWith = (permission: Permission): readonly Role[] => PERMISSIONS[permission];
