import { hueOf, initials } from '../lib/names';
import { PeopleIcon } from './icons';

export function Avatar({ name, group = false }: { name: string; group?: boolean }) {
  return (
    <span className={`avatar hue-${hueOf(name)}`} aria-hidden="true">
      {group ? <PeopleIcon /> : initials(name)}
    </span>
  );
}
