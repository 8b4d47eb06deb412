/** The chosen office as the page's heading, which opens the list of the others. */
import {
  Button,
  makeStyles,
  Menu,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Text,
  Title3,
  tokens,
} from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons';
import { useEffect, useRef } from 'react';
import type { Office } from '../api/model';
import { dateHere } from '../dates';
import { useSession } from '../session';

interface OfficeChooserProps {
  readonly office: Office;
  onChoose(office: Office): void;
  readonly focusHeading: boolean;
}

const useStyles = makeStyles({
  block: { minWidth: 0 },
  heading: { margin: 0, display: 'block' },
  button: {
    minWidth: 0,
    maxWidth: '100%',
    marginLeft: `calc(-1 * ${tokens.spacingHorizontalS})`,
    padding: `0 ${tokens.spacingHorizontalS}`,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    color: tokens.colorNeutralForeground1,
  },
  under: { display: 'block', color: tokens.colorNeutralForeground3 },
  subText: { fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 },
  list: { maxHeight: '60vh', overflowY: 'auto' },
});

export function OfficeChooser({ office, onChoose, focusHeading }: OfficeChooserProps) {
  const styles = useStyles();
  const { offices } = useSession();
  const block = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focusHeading) block.current?.querySelector<HTMLElement>('button, [tabindex]')?.focus();
    // Once, on arriving; choosing another office leaves the focus where it is.
  }, []);
  const under = useUnder()(office);
  return (
    <div ref={block} className={styles.block}>
      <Title3 as="h1" className={styles.heading}>
        {offices.length > 1 ? (
          <Chooser office={office} onChoose={onChoose} />
        ) : (
          <span tabIndex={-1}>{office.name}</span>
        )}
      </Title3>
      {under !== '' && (
        <Text size={200} className={styles.under}>
          {under}
        </Text>
      )}
    </div>
  );
}

function Chooser({ office, onChoose }: Pick<OfficeChooserProps, 'office' | 'onChoose'>) {
  const styles = useStyles();
  const { offices, words } = useSession();
  const under = useUnder();
  const choose = (id: string | undefined) => {
    const next = offices.find((one) => one.id === id);
    if (next !== undefined && next.id !== office.id) onChoose(next);
  };
  return (
    <Menu
      checkedValues={{ office: [office.id] }}
      onCheckedValueChange={(_, { checkedItems }) => choose(checkedItems[0])}
      positioning="below-start"
    >
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="transparent"
          className={styles.button}
          icon={<ChevronDownRegular />}
          iconPosition="after"
          aria-label={words.chooseOffice(office.name)}
        >
          {office.name}
        </Button>
      </MenuTrigger>
      <MenuPopover className={styles.list}>
        <MenuList>
          {offices.map((one) => (
            <MenuItemRadio key={one.id} name="office" value={one.id} subText={{ children: under(one), className: styles.subText }}>
              {one.name}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

/** Where the office is, and its date when that is not the person's own. */
function useUnder(): (office: Office) => string {
  const { dates, now, words } = useSession();
  return (office) => {
    const there = office.today === dateHere(now()) ? '' : words.todayThere(dates.short(office.today));
    return [office.location, there].filter((part) => part !== '').join(' · ');
  };
}
