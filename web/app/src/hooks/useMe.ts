import type { KlatchClient } from '@klatch/sdk';
import { createContext, useContext } from 'react';
import type { Seen } from '../lib/seen';

export interface Me {
  client: KlatchClient;
  userId: string;
  seen: Seen;
}

export const MeContext = createContext<Me | null>(null);

export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('no session here');
  return me;
}
