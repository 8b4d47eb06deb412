/** What a wish says beyond its day: why, with parking, and until when to wait. Only what applies is there. */
import {
  Button,
  Checkbox,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  Spinner,
  Text,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { addDays } from '../dates';
import { useSession } from '../session';
import type { Terms } from '../useActions';
import type { Wish } from '../useQuestions';
import { lineOf } from '../weeks';

const MOST_CHARACTERS = 500;

interface WishFormProps {
  readonly wish: Wish;
  readonly reason: string;
  onReason(reason: string): void;
  onSend(terms: Terms): Promise<string | null>;
  onClose(): void;
}

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  parking: { marginLeft: `calc(-1 * ${tokens.spacingHorizontalS})` },
  time: { maxWidth: '160px' },
  refused: { color: tokens.colorStatusDangerForeground1 },
  button: { whiteSpace: 'nowrap' },
});

export function WishForm({ wish, reason: draft, onReason, onSend, onClose }: WishFormProps) {
  const styles = useStyles();
  const { dates, me, words } = useSession();
  const { day, about } = wish;
  const [parking, setParking] = useState(wish.parking);
  const [until, setUntil] = useState(day.wait?.until ?? '');
  const [reason, setReason] = useState(draft);
  const [isBlank, setBlank] = useState(false);
  const [isSending, setSending] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const full = dates.full(day.date);
  const line = lineOf(day);
  const title =
    about === 'wait' ? words.waitDay(full, line === 'parking') : parking ? words.bookDayParking(full) : words.bookDay(full);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (isSending) return;
    const blank = me.needsReason && reason.trim() === '';
    setBlank(blank);
    if (blank) return;
    setSaid(null);
    setSending(true);
    const refused = await onSend({ parking, until: until === '' ? null : until, reason });
    setSending(false);
    setSaid(refused);
  };

  return (
    <form onSubmit={(event) => void send(event)}>
      <DialogBody>
        <DialogTitle>{title}</DialogTitle>
        <DialogContent className={styles.content}>
          {wish.isFinal && <Text>{about === 'wait' ? words.waitToday : words.askToday}</Text>}
          {me.needsReason && (
            <ReasonField
              value={reason}
              isBlank={isBlank}
              onChange={(next) => {
                setReason(next);
                onReason(next);
                if (next.trim() !== '') setBlank(false);
              }}
            />
          )}
          {about === 'wait' && line === 'either' && (
            <Checkbox
              className={styles.parking}
              label={words.wishParking}
              checked={parking}
              onChange={(_, { checked }) => setParking(checked === true)}
            />
          )}
          {about === 'wait' && !wish.isToday && (
            <Field label={words.wishUntil(dates.full(addDays(day.date, -1)))} hint={words.wishUntilHint}>
              <Input type="time" className={styles.time} value={until} onChange={(_, { value }) => setUntil(value)} />
            </Field>
          )}
          {said !== null && (
            <Text role="alert" className={styles.refused}>
              {said}
            </Text>
          )}
        </DialogContent>
        <DialogActions>
          <Button
            type="submit"
            appearance="primary"
            className={styles.button}
            disabledFocusable={isSending}
            icon={isSending ? <Spinner size="tiny" /> : null}
          >
            {about === 'book' ? words.book : day.wait === null ? words.waitYes : words.waitChange}
          </Button>
          <Button className={styles.button} onClick={onClose}>
            {words.notNow}
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}

interface ReasonFieldProps {
  readonly value: string;
  readonly isBlank: boolean;
  onChange(value: string): void;
}

function ReasonField({ value, isBlank, onChange }: ReasonFieldProps) {
  const { words } = useSession();
  const sendByKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  return (
    <Field
      label={words.reason}
      hint={words.reasonLength(value.length, MOST_CHARACTERS)}
      validationState={isBlank ? 'error' : 'none'}
      validationMessage={isBlank ? words.reasonMissing : null}
    >
      <Textarea
        value={value}
        maxLength={MOST_CHARACTERS}
        rows={3}
        resize="vertical"
        aria-required
        onChange={(_, next) => onChange(next.value)}
        onKeyDown={sendByKey}
      />
    </Field>
  );
}
