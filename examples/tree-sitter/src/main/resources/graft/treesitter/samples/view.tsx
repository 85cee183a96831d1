import * as React from 'react';

type Props = { title: string; items?: readonly string[] };

export const View: React.FC<Props> = ({ title, items = [] }) => {
  const [open, setOpen] = React.useState<boolean>(false);
  return (
    <section className="view" onClick={() => setOpen(!open)}>
      <h1>{title} — “{items.length}”</h1>
      {open ? (
        <ul>
          {items.map((item, i) => <li key={i}>{item}&nbsp;</li>)}
        </ul>
      ) : null}
      <input disabled {...{ type: 'text' }} />
      <></>
    </section>
  );
};
