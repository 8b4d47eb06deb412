/** A way to a booking's pass: a real link, so that it opens in a new tab too, but without loading the page anew. */
import { Button, type ButtonProps } from '@fluentui/react-components';
import type { MouseEvent, ReactNode } from 'react';
import type { Booking } from '../api/model';
import { passPath } from '../route';
import { useSession } from '../session';

interface PassLinkProps {
  readonly booking: Booking;
  readonly children: ReactNode;
  readonly name?: string;
  readonly appearance?: NonNullable<ButtonProps['appearance']>;
  readonly size?: 'small' | 'medium';
  readonly className?: string;
}

export function PassLink({ booking, children, name, appearance = 'secondary', size = 'medium', className }: PassLinkProps) {
  const { go } = useSession();
  const path = passPath(booking.id);
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(path);
  };
  return (
    <Button as="a" href={path} appearance={appearance} size={size} className={className} aria-label={name} onClick={follow}>
      {children}
    </Button>
  );
}
