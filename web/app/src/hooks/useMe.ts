import type { KlatchClient } from '@klatch/sdk';
import { createContext, useContext } from 'react';
import type { Toasts } from '../lib/toasts';

export interface Me {
  client: KlatchClient;
  userId: string;
  toasts: Toasts;
}

export const MeContext = createContext<Me | null>(null);

export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('no session here');
  return me;
}
