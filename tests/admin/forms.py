"""What a browser would send: every field of a rendered admin form, with the values it stands at."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """Collects the successful controls of the one form whose id is `form_id`."""

    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.inside, self.data = form_id, False, {}
        self.select = self.textarea = None
        self.options = []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.inside = attributes.get("id") == self.form_id
        if not self.inside:
            return
        if tag == "input":
            self.add_input(attributes)
        elif tag == "textarea":
            self.textarea = attributes["name"]
            self.data.setdefault(self.textarea, []).append("")
        elif tag == "select":
            self.select, self.options, self.multiple = attributes.get("name"), [], "multiple" in attributes
        elif tag == "option" and self.select:
            self.options.append((attributes.get("value", ""), "selected" in attributes))

    def add_input(self, attributes):
        kind, name = attributes.get("type", "text"), attributes.get("name")
        if not name or kind in ("submit", "button"):
            return
        if kind in ("checkbox", "radio") and "checked" not in attributes:
            return
        self.data.setdefault(name, []).append(attributes.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data):
        if self.inside and self.textarea:
            self.data[self.textarea][-1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.textarea:
            # A browser drops the line break that follows the tag.
            self.data[self.textarea][-1] = self.data[self.textarea][-1].removeprefix("\r").removeprefix("\n")
            self.textarea = None
        elif tag == "select" and self.inside and self.select:
            chosen = [value for value, selected in self.options if selected]
            if not chosen and not self.multiple and self.options:
                chosen = [self.options[0][0]]
            self.data.setdefault(self.select, []).extend(chosen)
            self.select = None
        elif tag == "form":
            self.inside = False


def form_data(response):
    """The form of an add or change page as `client.post()` takes it; the empty rows for "add another" are left out."""
    form = _Form(f"{response.context['opts'].model_name}_form")
    form.feed(response.content.decode())
    return {name: values for name, values in form.data.items() if "__prefix__" not in name}


def open_form(client, address):
    response = client.get(address)
    assert response.status_code == 200, response
    return form_data(response)


def shown_errors(response):
    """Every message of a refused form: those above it, at its fields and in its inlines."""
    messages = list(response.context["adminform"].form.errors.values())
    for inline in response.context["inline_admin_formsets"]:
        messages += [inline.formset.non_form_errors()]
        messages += [errors for form in inline.formset.forms for errors in form.errors.values()]
    return " ".join(str(message) for errors in messages for message in errors)
