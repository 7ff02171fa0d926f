// Menus and radio buttons (web/components/menu.py). Names of choices may be a visitor's own: they are set as text, never
// through Gradio's templates, which are evaluated.

let nGroups = 0;
const radios = (field) => [...field.querySelectorAll("input")];
const radioOf = (text, value, name) => {
  const label = document.createElement("label");
  label.append(Object.assign(document.createElement("input"), {type: "radio", name, value}), text);
  return label;
};

const drawChoices = (field, choices) => {
  if (field.matches("select")) {
    field.replaceChildren(...choices.map(([text, value]) => new Option(text, value)));
  } else {
    const group = `radios-${nGroups++}`;
    const labels = choices.map(([text, value]) => radioOf(text, value, group));
    field.replaceChildren(field.querySelector("legend"), ...labels);
  }
};
const indexOfChosen = (field) => (
  field.matches("select") ? field.selectedIndex : radios(field).findIndex((radio) => radio.checked));
const showChosen = (field, index) => {
  if (field.matches("select")) field.selectedIndex = index;
  else radios(field).forEach((radio, at) => { radio.checked = at === index; });
};

// Their value comes with the choices. From then on it is the choice alone, which each event sends along: names can be long
// and many.
sentimotion.menu = (element, props, trigger, watch) => {
  const field = element.querySelector("select, fieldset");
  let choices = [];
  const draw = () => {
    const {choices: given, value} = props.value;
    if (given) {
      if (JSON.stringify(given) !== JSON.stringify(choices)) drawChoices(field, given);
      choices = given;
      props.value = {value};
    }
    showChosen(field, choices.findIndex(([, each]) => each === value));
  };
  field.addEventListener("change", () => {
    props.value = {value: choices[indexOfChosen(field)][1]};
    trigger("input");
  });
  watch("value", draw);
  draw();
};
