import { Dialog } from '../ui/Dialog';

interface Props {
  title: string;
  text: string;
  /** What the button that does it says. */
  confirm: string;
  onClose: () => void;
  onConfirm: () => void;
}

export function ConfirmDialog({ title, text, confirm, onClose, onConfirm }: Props) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={() => {
        onClose();
        onConfirm();
      }}
      footer={
        <>
          <button type="button" className="quiet" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary danger">
            {confirm}
          </button>
        </>
      }
    >
      <p>{text}</p>
    </Dialog>
  );
}
