import type { Role } from '@klatch/sdk';

/** Most first, as the server ranks them. */
export const ROLES: readonly Role[] = ['owner', 'admin', 'moderator', 'member'];

const rank = (role: Role) => ROLES.indexOf(role);

export function isAtLeast(role: Role, least: Role): boolean {
  return rank(role) <= rank(least);
}

export function mayRemove(own: Role, other: Role): boolean {
  return isAtLeast(own, 'moderator') && rank(own) < rank(other);
}

/** The roles that one of role `own` may give to a member of role `other`; none when not even that one may be changed. */
export function rolesToGive(own: Role, other: Role): Role[] {
  if (!isAtLeast(own, 'admin') || rank(own) >= rank(other)) return [];
  return ROLES.filter((role) => own === 'owner' || rank(own) < rank(role));
}

export function roleName(role: Role): string {
  return role.charAt(0).toUpperCase() + role.slice(1);
}
