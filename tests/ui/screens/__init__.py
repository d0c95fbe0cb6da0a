"""The screens of the window, over a clinic that is made up for them."""
