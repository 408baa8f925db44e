import { useEffect, useState } from 'react';

interface Props {
  label: string;
  hint?: string;
  on: boolean;
  disabled?: boolean;
  /** @return whether it was done */
  onChange: (on: boolean) => Promise<boolean>;
}

/** Shows what was wished at once, and goes back when it could not be done. */
export function Switch({ label, hint, on, disabled = false, onChange }: Props) {
  const [wished, setWished] = useState<boolean | null>(null);
  useEffect(() => setWished(null), [on]);

  async function wish(value: boolean) {
    setWished(value);
    if (!(await onChange(value))) setWished(null);
  }

  return (
    <label className="switch">
      <span>
        {label}
        {hint && <span className="hint">{hint}</span>}
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-label={label}
        checked={wished ?? on}
        disabled={disabled}
        onChange={(event) => void wish(event.target.checked)}
      />
    </label>
  );
}
