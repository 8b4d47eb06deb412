/** After an action the button that was pressed may be gone; the focus then goes to what took its place in the same row. */
import { type RefObject, useEffect, useRef } from 'react';

export function useKeptFocus(row: RefObject<HTMLElement | null>, busy: boolean): void {
  const wasBusy = useRef(false);
  useEffect(() => {
    const done = wasBusy.current && !busy;
    wasBusy.current = busy;
    // A person who has moved on meanwhile is left alone.
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (!done || !lost || row.current === null) return;
    const next = row.current.querySelector<HTMLElement>('button, a[href]') ?? row.current;
    next.focus();
  }, [busy, row]);
}
