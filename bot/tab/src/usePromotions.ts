/** Notices that a place became free for somebody who waited. */
import { useEffect, useRef } from 'react';
import type { OfficeDays } from './api/model';
import { promotedBetween } from './weeks';

export function usePromotions(days: OfficeDays | null, tell: (date: string) => void): void {
  const before = useRef<OfficeDays | null>(null);
  const tellNow = useRef(tell);
  tellNow.current = tell;
  useEffect(() => {
    const promoted = before.current === null || days === null ? [] : promotedBetween(before.current, days);
    before.current = days;
    for (const date of promoted) tellNow.current(date);
  }, [days]);
}
